#include "chaos/toxiproxy/control_server.h"

#include <pistache/endpoint.h>
#include <pistache/http.h>
#include <pistache/peer.h>
#include <pthread.h>
#include <sys/socket.h>

#include <csignal>
#include <exception>
#include <memory>
#include <mutex>
#include <set>

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

http::Reply reply_of(const ApiResponse& answered, std::uint64_t number) {
  http::Reply reply;
  reply.response.status = answered.status;
  reply.response.headers.set("X-Toxiproxy-Request-Id", std::to_string(number));
  reply.response.headers.set("Squall-Version", SQUALL_VERSION);
  if (!answered.content_type.empty()) reply.response.headers.set("Content-Type", answered.content_type);
  if (!answered.allow.empty()) reply.response.headers.set("Allow", answered.allow);
  reply.response.body = answered.body;
  return reply;
}

// The sockets of those who asked something, since Pistache leaves them open when it ends. Thread-safe.
class Connected {
 public:
  void came(int socket) {
    const std::scoped_lock lock(mutex_);
    sockets_.insert(socket);
  }
  void left(int socket) {
    const std::scoped_lock lock(mutex_);
    sockets_.erase(socket);
  }
  void end_all() {
    const std::scoped_lock lock(mutex_);
    for (const int socket : sockets_) ::shutdown(socket, SHUT_RDWR);
  }

 private:
  std::mutex mutex_;
  std::set<int> sockets_;
};

// Pistache has the sockets and the thread. What HTTP says is read by our own server: Pistache answers the first of
// pipelined requests alone, takes the rest of a body that was too long for the next request, and gives 204 a length.
class ApiHandler final : public Http::Handler {
 public:
  HTTP_PROTOTYPE(ApiHandler)
  ApiHandler(std::shared_ptr<const http::ServerConfig> config, std::shared_ptr<const http::Handler> handler,
             std::shared_ptr<Connected> connected)
      : connected_(std::move(connected)), lane_(std::move(config), std::move(handler), timers_) {}
  // Each of Pistache's workers has a copy, with connections of its own.
  ApiHandler(const ApiHandler& other)
      : Http::Handler(other), connected_(other.connected_), lane_(other.lane_.config, other.lane_.handler, timers_) {}
  ApiHandler& operator=(const ApiHandler&) = delete;

  void onRequest(const Http::Request&, Http::ResponseWriter) override {}  // never asked

  void onDisconnection(const std::shared_ptr<Pistache::Tcp::Peer>& peer) override {
    connected_->left(peer->fd());
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
      connected_->came(peer->fd());
      lane_.accept(stream);
    }
    stream->come({buffer, length});
    timers_.advance(net::Instant{0});
  }

  static std::shared_ptr<PeerStream> known(const std::shared_ptr<Pistache::Tcp::Peer>& peer) {
    return std::static_pointer_cast<PeerStream>(peer->tryGetData(kStream));
  }

  const std::shared_ptr<Connected> connected_;
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
    const auto answered = std::make_shared<std::uint64_t>(0);  // on the one thread
    auto answer = [handle = std::move(handler), answered](const http::Incoming& incoming) {
      return reply_of(handle(request_of(incoming.request)), ++*answered);
    };
    endpoint_.setHandler(Http::make_handler<ApiHandler>(std::make_shared<const http::ServerConfig>(std::move(config)),
                                                        std::make_shared<const http::Handler>(std::move(answer)),
                                                        connected_));
    const SignalsBlocked blocked;
    endpoint_.serveThreaded();
  }
  ~PistacheServer() override {
    endpoint_.shutdown();
    connected_->end_all();
  }
  std::uint16_t port() const override { return endpoint_.getPort(); }

 private:
  const std::shared_ptr<Connected> connected_ = std::make_shared<Connected>();
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
