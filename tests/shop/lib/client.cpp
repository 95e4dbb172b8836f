#include "tests/shop/lib/client.h"

#include <httplib.h>

#include <condition_variable>
#include <mutex>
#include <thread>

namespace shop {

namespace {

using std::chrono::milliseconds;

// The library's timeouts are for each read; this one ends the call however slowly bytes trickle in.
class Deadline {
 public:
  Deadline(httplib::Client& client, milliseconds timeout)
      : thread_([this, &client, timeout] {
          std::unique_lock lock(mutex_);
          if (!done_.wait_for(lock, timeout, [this] { return finished_; })) {
            expired_ = true;
            client.stop();
          }
        }) {}
  ~Deadline() { finish(); }
  bool finish() {
    {
      std::lock_guard lock(mutex_);
      finished_ = true;
    }
    done_.notify_one();
    if (thread_.joinable()) thread_.join();
    return expired_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable done_;
  bool finished_ = false;
  bool expired_ = false;
  std::thread thread_;
};

httplib::Result send(httplib::Client& client, const CallRequest& request) {
  httplib::Request http;
  http.method = request.method;
  http.path = request.target;
  http.set_header("Accept-Encoding", "identity");
  for (const auto& [name, value] : request.headers) http.set_header(name, value);
  if (request.method != "GET" && request.method != "DELETE") {
    http.set_header("Content-Type", "application/json");
    http.body = request.body;
  }
  return client.send(http);
}

CallResult lost(httplib::Error error, bool expired) {
  CallResult result;
  if (expired) {
    result.why = "no answer in time";
  } else if (error == httplib::Error::Connection) {
    result.kind = CallResult::Kind::refused;
    result.why = "connection refused";
  } else {
    result.why = "the connection was lost (" + httplib::to_string(error) + ")";
  }
  return result;
}

}  // namespace

CallResult call_http(const std::string& base_url, const CallRequest& request, std::optional<milliseconds> timeout) {
  httplib::Client client(base_url);
  client.set_keep_alive(false);
  client.set_tcp_nodelay(true);
  client.set_url_encode(false);
  const milliseconds patience = timeout.value_or(std::chrono::hours(1));
  client.set_connection_timeout(patience);
  client.set_read_timeout(patience + milliseconds(200));  // the deadline comes first
  client.set_write_timeout(patience + milliseconds(200));
  Deadline deadline(client, patience);
  const httplib::Result answer = send(client, request);
  const bool expired = deadline.finish();
  if (expired || !answer) return lost(answer.error(), expired);
  CallResult result;
  result.kind = CallResult::Kind::answered;
  result.status = answer->status;
  result.media_type = answer->get_header_value("Content-Type");
  result.body = answer->body;
  result.why = "status " + std::to_string(result.status);
  return result;
}

}  // namespace shop
