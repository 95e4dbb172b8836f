#include "chaos/catalogue/server.h"

#include <algorithm>
#include <map>

#include "chaos/catalogue/routes.h"
#include "chaos/http/server.h"
#include "chaos/net/loop.h"

namespace squall::chaos::catalogue {
namespace {

constexpr std::size_t kMostClients = 256;          // each may wait for minutes
constexpr auto kForever = std::chrono::hours(24);  // or until the fault ends
constexpr std::size_t kMostBody = 64u * 1024, kMostHead = 16u * 1024;

names::Moment moment() {
  return std::chrono::duration_cast<names::Moment>(std::chrono::system_clock::now().time_since_epoch());
}

}  // namespace

struct Server::Impl {
  Impl(const ServerOptions& options, const names::Names& names, std::unique_ptr<Catalogue> answers)
      : catalogue(std::move(answers)), given(names), entries(names, moment()), loop(std::chrono::steady_clock::now()) {
    http::ServerConfig config;
    config.name = "catalogue";
    config.max_body = kMostBody;
    config.max_head = kMostHead;
    delay = options.delay;
    auto answer = [this](const http::Incoming& incoming) { return this->answer(incoming.request); };
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

  http::Reply answer(const contracts::http::Request& request) {
    const names::Fault fault = struck_by(request);
    if (fault.kind == names::Fault::Kind::unanswered) {
      http::Reply silence;
      silence.delay = kForever;
      silence.until_woken = true;
      return silence;
    }
    auto reply = fault.kind == names::Fault::Kind::failing ? text(500, "squall: this is made to fail")
                                                           : catalogue->answer(request, entries, moment());
    if (!reply.until_woken) reply.delay = delay + fault.delay;
    return reply;
  }

  // Counted. Who asks for all meets the faults of each.
  names::Fault struck_by(const contracts::http::Request& request) {
    names::Fault worst;
    for (const auto& [name, fault] : faults) {
      if (!catalogue->tells_of(request, name)) continue;
      ++struck[name];
      worst.delay = std::max(worst.delay, fault.delay);
      worst.kind = std::max(worst.kind, fault.kind);
    }
    return worst;
  }

  void tell_anew() {
    names::Names listed = given;
    for (const auto& [name, fault] : faults) {
      if (fault.kind == names::Fault::Kind::unknown) listed.erase(name);
    }
    entries.set(listed, moment());
    lane->wake();
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
  std::chrono::nanoseconds delay{0};
  names::Names given;
  names::Faults faults;
  std::map<std::string, std::uint64_t> struck;  // by name
  names::Register entries;                      // of what is listed
  std::unique_ptr<http::ServerLane> lane;       // outlives the loop's thread
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
    impl_->given = std::move(names);
    impl_->tell_anew();
  });
}

void Server::set_faults(names::Faults faults) {
  impl_->loop.call([&] {
    impl_->faults = std::move(faults);
    impl_->tell_anew();
  });
}

std::uint64_t Server::struck(const std::string& name) const {
  std::uint64_t count = 0;
  impl_->loop.call([&] {
    if (const auto found = impl_->struck.find(name); found != impl_->struck.end()) count = found->second;
  });
  return count;
}

}  // namespace squall::chaos::catalogue
