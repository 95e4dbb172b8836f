#include "tests/verify/library/server.h"

#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <thread>

#include "tests/shop/lib/listener.h"
#include "tests/shop/lib/server.h"
#include "tests/verify/library/bugs.h"

namespace library {

namespace {

Request from_http(const httplib::Request& http) {
  Request request;
  request.method = http.method;
  const std::size_t mark = http.target.find('?');
  request.path = http.target.substr(0, mark);
  if (mark != std::string::npos) request.query = form_fields(http.target.substr(mark + 1));
  request.headers.assign(http.headers.begin(), http.headers.end());
  request.body = http.body;
  for (const auto& [name, part] : http.files) request.parts.push_back({name, part.content_type, part.content});
  return request;
}

// A body of which only half is sent before the connection closes.
void break_off(const Response& response, httplib::Response& http) {
  http.set_content_provider(response.body.size(), response.media_type,
                            [body = response.body](size_t offset, size_t, httplib::DataSink& sink) {
                              if (offset > 0) return false;
                              sink.write(body.data(), body.size() / 2);
                              return true;
                            });
}

void to_http(const Response& response, httplib::Response& http) {
  http.status = response.status;
  for (const auto& [name, value] : response.headers) http.set_header(name, value);
  if (response.status == 204 || response.status == 304) return;
  if (planted("long-list-cut") && response.body.size() > 800 && response.body.starts_with("{\"items\""))
    return break_off(response, http);
  http.set_content(response.body, response.media_type);
}

std::string http_date() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  gmtime_r(&now, &parts);
  char text[40];
  return std::string(text, std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &parts));
}

bool has_body(const httplib::Request& http) {
  const bool may = http.method == "POST" || http.method == "PUT" || http.method == "PATCH" || http.method == "DELETE";
  return may && (http.has_header("Content-Length") || http.has_header("Transfer-Encoding"));
}

}  // namespace

int serve(int port, const std::function<Response(Request)>& handler, const Response& unreadable) {
  shop::block_signals();
  shop::Listener server;
  server.set_payload_max_length(8 << 20);
  const auto all = [&](const httplib::Request& http, httplib::Response& answer) {
    to_http(handler(from_http(http)), answer);
    // The operations compress for themselves; the library must not do it again.
    const_cast<httplib::Request&>(http).headers.erase("Accept-Encoding");
  };
  server.Post(".*", all).Put(".*", all).Patch(".*", all).Delete(".*", all);
  server.set_pre_routing_handler([&](const httplib::Request& http, httplib::Response& answer) {
    if (has_body(http)) return httplib::Server::HandlerResponse::Unhandled;
    all(http, answer);
    return httplib::Server::HandlerResponse::Handled;
  });
  // Before the head is written: what RFC 9110 asks for (6.6.1) or forbids (8.6) and the library leaves out or adds.
  server.set_post_routing_handler([](const httplib::Request&, httplib::Response& answer) {
    answer.set_header("Date", http_date());
    if (answer.status == 204 || answer.status == 304) answer.headers.erase("Content-Length");
  });
  server.set_error_handler([&](const httplib::Request&, httplib::Response& answer) {
    if (answer.body.empty() && answer.status == 400) to_http(unreadable, answer);
  });
  const int bound = server.bind("127.0.0.1", port);
  if (bound <= 0) {
    std::fprintf(stderr, "library: cannot listen on 127.0.0.1:%d: it is in use or not allowed\n", port);
    return 1;
  }
  std::thread([&server] { server.listen_after_bind(); }).detach();
  std::printf("library: listening on 127.0.0.1:%d\n", bound);
  std::fflush(stdout);
  const sigset_t set = shop::stop_signals();
  int caught = 0;
  sigwait(&set, &caught);
  std::_Exit(0);  // connections may be in mid-call: their threads must not see destructors run
}

}  // namespace library
