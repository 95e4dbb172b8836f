#include "tests/shop/lib/client.h"

#include <httplib.h>

#include <charconv>
#include <condition_variable>
#include <functional>
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

httplib::Result send(httplib::Client& client, const CallRequest& request, const std::function<void()>& head_is_there) {
  httplib::Request http;
  if (head_is_there) {
    http.response_handler = [&head_is_there](const httplib::Response&) {
      head_is_there();
      return true;
    };
  }
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

// Dates are not understood.
std::optional<std::chrono::seconds> seconds_in(const std::string& text) {
  int seconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (text.empty() || error != std::errc() || end != text.data() + text.size() || seconds < 0) return std::nullopt;
  return std::chrono::seconds(seconds);
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

CallResult call_http(const std::string& base_url, const CallRequest& request, const Patience& patience,
                     std::stop_token stop) {
  httplib::Client client(base_url);
  client.set_keep_alive(false);
  client.set_tcp_nodelay(true);
  client.set_url_encode(false);
  const milliseconds for_ever = std::chrono::hours(1);
  const milliseconds timeout = patience.timeout.value_or(for_ever);
  client.set_connection_timeout(timeout);
  client.set_read_timeout(patience.for_head_only ? for_ever : timeout + milliseconds(200));  // the deadline comes first
  client.set_write_timeout(timeout + milliseconds(200));
  Deadline deadline(client, timeout);
  const std::stop_callback given_up(stop, [&client] { client.stop(); });
  std::function<void()> head_is_there;
  if (patience.for_head_only) head_is_there = [&deadline] { deadline.finish(); };
  const httplib::Result answer = send(client, request, head_is_there);
  const bool expired = deadline.finish();
  if (expired || !answer) return lost(answer.error(), expired);
  CallResult result;
  result.kind = CallResult::Kind::answered;
  result.status = answer->status;
  result.media_type = answer->get_header_value("Content-Type");
  result.body = answer->body;
  result.why = "status " + std::to_string(result.status);
  result.retry_after = seconds_in(answer->get_header_value("Retry-After"));
  return result;
}

}  // namespace shop
