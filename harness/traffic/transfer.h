#pragma once
// Transfer: one exchange on a curl easy handle, used again and again. Internal to this room; not thread-safe.
// curl's own header stays in the .cpp files: its handles are void there too.

#include <array>
#include <memory>
#include <string>
#include <string_view>

#include "harness/traffic/client.h"

struct curl_slist;

namespace squall::harness {

struct CurlEasyDeleter {
  void operator()(void* easy) const;
};
struct CurlListDeleter {
  void operator()(curl_slist* list) const;
};
struct CurlMultiDeleter {
  void operator()(void* multi) const;
};

using MultiHandle = std::unique_ptr<void, CurlMultiDeleter>;
MultiHandle make_multi();  // never null; a process that cannot make one is out of memory

class Transfer {
 public:
  Transfer();
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;

  // Sets the handle up for one exchange. "" or why this request cannot be put on the wire.
  std::string prepare(const std::string& base_url, contracts::http::Request request, const SendOptions& options);
  void* handle() const { return easy_.get(); }
  // What came of it; the transfer can be prepared again afterwards.
  Answer finish(int curl_code);
  Answer cancelled();

 private:
  static std::size_t on_header(char* data, std::size_t size, std::size_t count, void* self);
  static std::size_t on_body(char* data, std::size_t size, std::size_t count, void* self);
  static int before_request(void* self, char*, char*, int, int);
  void header_line(std::string_view line);
  void set_method_and_body();
  void set_headers();

  std::unique_ptr<void, CurlEasyDeleter> easy_;
  std::unique_ptr<curl_slist, CurlListDeleter> header_list_;
  contracts::http::Request request_;
  SendOptions options_;
  std::string peer_;  // "127.0.0.1:8080", for messages
  Answer answer_;
  bool head_complete_ = false;
  std::size_t head_bytes_ = 0;  // interim answers and trailers included
  std::size_t body_bytes_ = 0;
  unsigned times_sent_ = 0;
  std::chrono::steady_clock::time_point started_;
  std::array<char, 256> error_buffer_{};
};

}  // namespace squall::harness
