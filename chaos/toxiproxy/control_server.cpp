#include "chaos/toxiproxy/control_server.h"

#include <pistache/endpoint.h>
#include <pistache/http.h>
#include <pistache/peer.h>
#include <pthread.h>

#include <csignal>
#include <exception>
#include <memory>

#include "chaos/http/page.h"
#include "chaos/http/server.h"
#include "chaos/toxiproxy/peer_stream.h"

namespace squall::chaos::toxiproxy {
namespace {

namespace Http = Pistache::Http;
using contracts::ErrorKind;
using contracts::fail;

constexpr std::size_t kLargestBody = 4u << 20;

ApiRequest request_of(contracts::http::Request request) {
  ApiRequest asked;
  asked.method = std::move(request.method);
  asked.path = contracts::http::path_of(request.target);
  asked.query = contracts::http::query_of(request.target);
  asked.body = std::move(request.body);
  asked.from_a_page = http::sent_by_a_page(request.headers);
  return asked;
}

http::Reply reply_of(const ApiResponse& answered) {
  http::Reply reply;
  reply.response.status = answered.status;
  if (!answered.content_type.empty()) reply.response.headers.set("Content-Type", answered.content_type);
  if (!answered.allow.empty()) reply.response.headers.set("Allow", answered.allow);
  reply.response.body = answered.body;
  return reply;
}

// Pistache has the sockets and the thread. What HTTP says is read by our own server: Pistache answers the first of
// pipelined requests alone, takes the rest of a body that was too long for the next request, and gives 204 a length.
class ApiHandler final : public Http::Handler {
 public:
  HTTP_PROTOTYPE(ApiHandler)
  ApiHandler(std::shared_ptr<const http::ServerConfig> config, std::shared_ptr<const http::Handler> handler)
      : lane_(std::move(config), std::move(handler), timers_) {}
  // Each of Pistache's workers has a copy, with connections of its own.
  ApiHandler(const ApiHandler& other) : Http::Handler(other), lane_(other.lane_.config, other.lane_.handler, timers_) {}
  ApiHandler& operator=(const ApiHandler&) = delete;

  void onRequest(const Http::Request&, Http::ResponseWriter) override {}  // never asked

  void onDisconnection(const std::shared_ptr<Pistache::Tcp::Peer>& peer) override {
    if (const auto stream = known(peer)) stream->lose();
    timers_.advance(net::Instant{0});
  }

 private:
  static constexpr const char* kStream = "squall";

  void onInput(const char* buffer, std::size_t length, const std::shared_ptr<Pistache::Tcp::Peer>& peer) override {
    getParser(peer)->reset();  // by which Pistache tells who is idle
    auto stream = known(peer);
    if (!stream) {
      stream = std::make_shared<PeerStream>(peer);
      peer->putData(kStream, stream);
      lane_.accept(stream);
    }
    stream->come({buffer, length});
    timers_.advance(net::Instant{0});
  }

  static std::shared_ptr<PeerStream> known(const std::shared_ptr<Pistache::Tcp::Peer>& peer) {
    return std::static_pointer_cast<PeerStream>(peer->tryGetData(kStream));
  }

  net::VirtualTimers timers_;  // for what the lane does after a call; it asks for no other time
  http::ServerLane lane_;
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
                       .flags(Options::ReuseAddr | Options::NoDelay | Options::CloseOnExec));
    http::ServerConfig config;
    config.max_body = kLargestBody;
    auto answer = [handle = std::move(handler)](const http::Incoming& incoming) {
      return reply_of(handle(request_of(incoming.request)));
    };
    endpoint_.setHandler(Http::make_handler<ApiHandler>(std::make_shared<const http::ServerConfig>(std::move(config)),
                                                        std::make_shared<const http::Handler>(std::move(answer))));
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
