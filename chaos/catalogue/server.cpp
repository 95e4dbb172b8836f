#include "chaos/catalogue/server.h"

#include "chaos/http/server.h"
#include "chaos/net/loop.h"

namespace squall::chaos::catalogue {
namespace {

constexpr std::size_t kMostClients = 256;  // each may wait for minutes
constexpr std::size_t kMostBody = 64u * 1024, kMostHead = 16u * 1024;

names::Moment moment() {
  return std::chrono::duration_cast<names::Moment>(std::chrono::system_clock::now().time_since_epoch());
}

}  // namespace

struct Server::Impl {
  Impl(const ServerOptions& options, const names::Names& given, std::unique_ptr<Catalogue> answers)
      : catalogue(std::move(answers)), entries(given, moment()), loop(std::chrono::steady_clock::now()) {
    http::ServerConfig config;
    config.name = "catalogue";
    config.max_body = kMostBody;
    config.max_head = kMostHead;
    auto answer = [this, delay = options.delay](const http::Incoming& incoming) {
      auto reply = catalogue->answer(incoming.request, entries, moment());
      if (!reply.until_woken) reply.delay = delay;
      return reply;
    };
    lane = std::make_unique<http::ServerLane>(std::make_shared<const http::ServerConfig>(std::move(config)),
                                              std::make_shared<const http::Handler>(std::move(answer)), loop);
  }
  ~Impl() {
    loop.call([this] {
      if (listener) listener->close();
      lane->shut_down();
    });
    loop.stop();
  }

  contracts::Status open(const ServerOptions& options) {
    SQUALL_TRY_ASSIGN(listener, net::Listener::open(loop, options.host, options.port, [this](int socket) {
                        auto client = loop.adopt(socket);
                        if (lane->size() >= kMostClients) return client->reset();
                        lane->accept(std::move(client));
                      }));
    return {};
  }

  std::unique_ptr<Catalogue> catalogue;
  names::Register entries;
  std::unique_ptr<http::ServerLane> lane;  // outlives the loop's thread
  net::Loop loop;
  std::unique_ptr<net::Listener> listener;
};

Server::Server(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Server::~Server() = default;

contracts::Result<std::unique_ptr<Server>> Server::open(const ServerOptions& options, const names::Names& names,
                                                        std::unique_ptr<Catalogue> catalogue) {
  auto impl = std::make_unique<Impl>(options, names, std::move(catalogue));
  SQUALL_TRY(impl->open(options));
  return std::unique_ptr<Server>(new Server(std::move(impl)));
}

std::uint16_t Server::port() const {
  return impl_->listener->port();
}

void Server::set(names::Names names) {
  impl_->loop.call([&] {
    impl_->entries.set(names, moment());
    impl_->lane->wake();
  });
}

}  // namespace squall::chaos::catalogue
