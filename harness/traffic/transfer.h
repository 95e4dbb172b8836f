#pragma once
// Transfer: one exchange on a curl easy handle, used again and again. Internal to this room; not thread-safe.

#include <curl/curl.h>

#include <memory>
#include <string>

#include "harness/traffic/client.h"

namespace squall::harness {

struct CurlEasyDeleter {
  void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
};
struct CurlListDeleter {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
struct CurlMultiDeleter {
  void operator()(CURLM* multi) const { curl_multi_cleanup(multi); }
};

using MultiHandle = std::unique_ptr<CURLM, CurlMultiDeleter>;
MultiHandle make_multi();  // never null; a process that cannot make one is out of memory

class Transfer {
 public:
  Transfer();
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;

  // Sets the handle up for one exchange. "" or why this request cannot be put on the wire.
  std::string prepare(const std::string& base_url, contracts::http::Request request, const SendOptions& options);
  CURL* handle() const { return easy_.get(); }
  // What came of it; the transfer can be prepared again afterwards.
  Answer finish(CURLcode code);
  Answer cancelled();

 private:
  static std::size_t on_header(char* data, std::size_t size, std::size_t count, void* self);
  static std::size_t on_body(char* data, std::size_t size, std::size_t count, void* self);
  static int before_request(void* self, char*, char*, int, int);
  void header_line(std::string_view line);
  void set_method_and_body();
  void set_headers();

  std::unique_ptr<CURL, CurlEasyDeleter> easy_;
  std::unique_ptr<curl_slist, CurlListDeleter> header_list_;
  contracts::http::Request request_;
  SendOptions options_;
  std::string peer_;  // "127.0.0.1:8080", for messages
  Answer answer_;
  bool head_complete_ = false;
  unsigned times_sent_ = 0;
  std::chrono::steady_clock::time_point started_;
  char error_buffer_[CURL_ERROR_SIZE] = {};
};

}  // namespace squall::harness
