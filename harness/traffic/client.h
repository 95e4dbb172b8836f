#pragma once
// Client: the one way Squall calls from outside (libcurl, HTTP/1.1). The request goes on the wire as it is: method,
// target and headers as given, nothing added but Host and Content-Length. Redirects are not followed, bodies and
// heads (256 KiB) are bounded, no proxy settings of the environment are used, and no request is ever sent twice: when a
// kept connection dies under one, the call ends with CallError::closed.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>

#include "chaos/timeline/records.h"
#include "contracts/http/message.h"

namespace squall::harness {

struct SendOptions {
  std::chrono::nanoseconds timeout = std::chrono::seconds(30);
  // Beyond: the rest is dropped and `truncated` is set. At four times of it the call ends, as what came until then.
  std::size_t max_body = 16u * 1024 * 1024;
  bool fresh_connection = false;
  std::string ca_file = {};  // PEM: what https servers are verified by; "": the system's CAs
};

struct Answer {
  contracts::http::Response response;  // status 0 when there was none; the part that came, when it broke off
  chaos::CallError error = chaos::CallError::none;
  std::string error_text;                  // "connection refused by 127.0.0.1:8080"
  std::chrono::nanoseconds duration{0};    // until the last byte, or the failure
  std::chrono::nanoseconds first_byte{0};  // until the first byte of the answer; equal to duration when there was none
  bool truncated = false;
  bool unsendable = false;  // it cannot be put on the wire as it is (`error_text` says why): nothing was sent
};

// Not thread-safe: one for each thread. Keeps connections alive between calls.
class Client {
 public:
  Client();
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  // `base_url` is "http://127.0.0.1:8080"; the request's target is appended. A stop request cancels the call at once.
  Answer send(const std::string& base_url, const contracts::http::Request& request, const SendOptions& options = {},
              std::stop_token stop = {});
  // 0, 1, 2 ...: numbers the calls made through this client (trace ids are drawn from it).
  std::uint64_t next_index();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// Many calls at once on one thread of its own (curl multi). Callbacks run on that thread.
class AsyncClient {
 public:
  using Done = std::function<void(Answer)>;
  AsyncClient();
  ~AsyncClient();  // cancels what is still open; their callbacks get CallError::cancelled
  AsyncClient(const AsyncClient&) = delete;
  AsyncClient& operator=(const AsyncClient&) = delete;

  void submit(std::string base_url, contracts::http::Request request, SendOptions options, Done done);  // thread-safe
  std::size_t in_flight() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace squall::harness
