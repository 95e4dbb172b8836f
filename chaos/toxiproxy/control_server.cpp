#include "chaos/toxiproxy/control_server.h"

#include <pistache/endpoint.h>
#include <pistache/http.h>
#include <pistache/http_headers.h>
#include <pistache/peer.h>
#include <pthread.h>
#include <sys/socket.h>

#include <csignal>
#include <exception>
#include <memory>
#include <vector>

namespace squall::chaos::toxiproxy {
namespace {

namespace Http = Pistache::Http;
using contracts::ErrorKind;
using contracts::fail;

constexpr std::size_t kLargestRequest = 4u << 20;

ApiRequest request_of(const Http::Request& request) {
  ApiRequest asked;
  asked.method = Http::methodString(request.method());
  asked.path = request.resource();
  asked.query = request.query().as_str();
  if (asked.query.starts_with('?')) asked.query.erase(0, 1);
  asked.body = request.body();
  if (const auto agent = request.headers().tryGet<Http::Header::UserAgent>()) asked.user_agent = agent->agent();
  const auto site = request.headers().tryGetRaw("Sec-Fetch-Site");
  asked.from_a_page = request.headers().tryGetRaw("Origin").has_value() || (site && site->value() != "none");
  return asked;
}

// Pistache writes only the header fields that it has a type for.
std::vector<Http::Method> methods_of(const std::string& allow) {
  std::vector<Http::Method> methods;
  for (const auto method : {Http::Method::Get, Http::Method::Post, Http::Method::Patch, Http::Method::Delete}) {
    if (allow.find(Http::methodString(method)) != std::string::npos) methods.push_back(method);
  }
  return methods;
}

// Pistache announces the end of a connection unless its request asked to keep it, and then leaves it open.
bool announces_the_end(const Http::Request& request) {
  const auto connection = request.headers().tryGet<Http::Header::Connection>();
  return !connection || connection->control() == Http::ConnectionControl::Close;
}

class ApiHandler final : public Http::Handler {
 public:
  HTTP_PROTOTYPE(ApiHandler)
  explicit ApiHandler(ControlServer::Handler answer_request) : answer_(std::move(answer_request)) {}

  // Answered here and now: Pistache loses answers that other threads send.
  void onRequest(const Http::Request& request, Http::ResponseWriter response) override {
    const bool head = request.method() == Http::Method::Head;
    const auto answered = answer_(request_of(request));
    if (!answered.allow.empty()) response.headers().add<Http::Header::Allow>(methods_of(answered.allow));
    const auto type = answered.content_type.empty() ? Http::Mime::MediaType()
                                                    : Http::Mime::MediaType::fromString(answered.content_type);
    const std::weak_ptr<Pistache::Tcp::Peer> peer = response.peer();
    auto sent = response.send(static_cast<Http::Code>(answered.status), head ? "" : answered.body, type);
    if (announces_the_end(request)) sent.then([peer](ssize_t) { end(peer); }, Pistache::Async::IgnoreException);
  }

 private:
  // Our side of it: the client's close, which follows, is what Pistache cleans up after.
  static void end(const std::weak_ptr<Pistache::Tcp::Peer>& peer) {
    if (const auto there = peer.lock()) ::shutdown(there->fd(), SHUT_WR);
  }

  ControlServer::Handler answer_;
};

// Pistache's threads must leave signals to whoever waits for them.
class SignalsBlocked {
 public:
  SignalsBlocked() {
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before_);
  }
  ~SignalsBlocked() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  SignalsBlocked(const SignalsBlocked&) = delete;
  SignalsBlocked& operator=(const SignalsBlocked&) = delete;

 private:
  sigset_t before_{};
};

class PistacheServer final : public ControlServer {
 public:
  PistacheServer(const std::string& host, std::uint16_t port, Handler handler)
      : endpoint_(Pistache::Address(host, Pistache::Port(port))) {
    using Pistache::Tcp::Options;
    endpoint_.init(Http::Endpoint::options()
                       .threads(1)
                       .threadsName("squall-control")
                       .flags(Options::ReuseAddr | Options::NoDelay | Options::CloseOnExec)
                       .maxRequestSize(kLargestRequest));
    endpoint_.setHandler(Http::make_handler<ApiHandler>(std::move(handler)));
    const SignalsBlocked blocked;
    endpoint_.serveThreaded();
  }
  ~PistacheServer() override { endpoint_.shutdown(); }
  std::uint16_t port() const override { return endpoint_.getPort(); }

 private:
  Http::Endpoint endpoint_;
};

}  // namespace

contracts::Result<std::unique_ptr<ControlServer>> ControlServer::open(const std::string& host, std::uint16_t port,
                                                                      Handler handler) {
  try {
    return std::make_unique<PistacheServer>(host, port, std::move(handler));
  } catch (const std::exception& error) {
    return fail(ErrorKind::unavailable,
                "cannot serve the control API on " + host + ":" + std::to_string(port) + ": " + error.what(), {},
                "choose another port with --control HOST:PORT");
  }
}

}  // namespace squall::chaos::toxiproxy
