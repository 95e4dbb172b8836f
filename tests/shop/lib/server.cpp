#include "tests/shop/lib/server.h"

#include <signal.h>

#include <cstdio>
#include <cstdlib>
#include <thread>

#include "tests/shop/lib/listener.h"

namespace shop {

namespace {

Request from_http(const httplib::Request& http) {
  Request request;
  request.method = http.method == "HEAD" ? "GET" : http.method;
  request.path = http.target.substr(0, http.target.find_first_of("?#"));
  request.query = http.params;
  request.headers.assign(http.headers.begin(), http.headers.end());
  request.body = http.body;
  return request;
}

void to_http(const Response& response, httplib::Response& http) {
  http.status = response.status;
  for (const auto& [name, value] : response.headers) http.set_header(name, value);
  if (response.status != 204) http.set_content(response.body, response.media_type);
}

}  // namespace

void block_signals() {
  const sigset_t set = stop_signals();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  signal(SIGPIPE, SIG_IGN);
}

int serve(const ServerOptions& options, const std::function<Response(Request)>& handler) {
  Listener server;
  server.set_payload_max_length(1 << 20);
  const auto all = [&](const httplib::Request& http, httplib::Response& answer) {
    to_http(handler(from_http(http)), answer);
  };
  server.Get(".*", all).Post(".*", all).Put(".*", all).Patch(".*", all).Delete(".*", all).Options(".*", all);
  // Without a length there is no body (RFC 9112, 6.3); the library would read until the connection closes.
  server.set_pre_routing_handler([&](const httplib::Request& http, httplib::Response& answer) {
    const bool may_read = http.method == "POST" || http.method == "PUT" || http.method == "PATCH";
    if (!may_read || http.has_header("Content-Length") || http.has_header("Transfer-Encoding")) {
      return httplib::Server::HandlerResponse::Unhandled;
    }
    all(http, answer);
    return httplib::Server::HandlerResponse::Handled;
  });
  // What never reaches a handler: malformed requests, bodies over the limit.
  server.set_error_handler([](const httplib::Request&, httplib::Response& answer) {
    if (answer.body.empty()) to_http(problem(answer.status, "Bad request", "the request cannot be served"), answer);
  });
  const int port = server.bind(options.host, options.port);
  if (port == 0) {
    std::fprintf(stderr, "%s: cannot listen on %s:%d: it is in use or not allowed\n", options.name.c_str(),
                 options.host.c_str(), options.port);
    return 1;
  }
  std::thread([&server] { server.listen_after_bind(); }).detach();
  std::fprintf(stderr, "%s: listening on %s:%d\n", options.name.c_str(), options.host.c_str(), port);
  const sigset_t set = stop_signals();
  int caught = 0;
  sigwait(&set, &caught);
  std::fprintf(stderr, "%s: stopped by signal %d\n", options.name.c_str(), caught);
  std::_Exit(0);  // connections may be in mid-call: their threads must not see destructors run
}

}  // namespace shop
