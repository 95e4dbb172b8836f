#include "chaos/dns/server.h"

#include <atomic>
#include <functional>
#include <map>
#include <unordered_map>

#include "chaos/net/datagram_port.h"
#include "chaos/net/loop.h"

namespace squall::chaos::dns {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kMostDatagram = 512;    // section 4.2.1
constexpr std::size_t kMostMessage = 65'535;  // section 4.2.2
constexpr std::size_t kMostClients = 64, kMostWaiting = 4096;
constexpr auto kIdle = 10s;

// Of a message by TCP: its length, then it (section 4.2.2).
std::string framed(std::string_view bytes) {
  std::string message;
  message += static_cast<char>(bytes.size() >> 8);
  message += static_cast<char>(bytes.size() & 0xff);
  return message.append(bytes);
}

class Client;

// What the sockets share; on the loop's thread.
struct Desk {
  // Hands the answer to `send`, after the zone's delay; nothing, where there is none to give.
  void answer(std::string_view bytes, std::size_t limit, std::function<void(const std::string&)> send) {
    const Heard heard = read_query(bytes);
    const names::Fault fault = heard.query ? struck_by(*heard.query) : names::Fault();
    if (fault.kind == names::Fault::Kind::unanswered) return;
    std::string reply;
    if (heard.query) reply = write_answer(*heard.query, answer_of(zone, *heard.query), limit);
    if (heard.refusal) reply = write_refusal(heard.id, *heard.refusal);
    if (reply.empty()) return;
    const auto delay = zone.delay + fault.delay;
    if (delay <= 0ns) return tell(reply, send);
    if (waiting >= kMostWaiting) return;
    ++waiting;
    loop->at(loop->now() + delay, [this, reply = std::move(reply), send = std::move(send)] {
      --waiting;
      tell(reply, send);
    });
  }
  // Counted.
  names::Fault struck_by(const Query& query) {
    const std::string* name = asked_name(zone, query);
    const auto fault = name == nullptr ? zone.faults.end() : zone.faults.find(*name);
    if (fault == zone.faults.end()) return {};
    ++struck[*name];
    return fault->second;
  }
  void tell(const std::string& reply, const std::function<void(const std::string&)>& send) {
    answered.fetch_add(1);
    send(reply);
  }

  net::Loop* loop = nullptr;
  Zone zone;
  std::map<std::string, std::uint64_t> struck;  // by name
  std::size_t waiting = 0;
  std::atomic<std::uint64_t> answered{0};
  std::unordered_map<Client*, std::shared_ptr<Client>> clients;
};

// One connection: several queries after one another, each answered; let go when it is idle.
class Client final : public net::StreamEvents, public std::enable_shared_from_this<Client> {
 public:
  Client(Desk& desk, std::shared_ptr<net::Stream> stream) : desk_(desk), stream_(std::move(stream)) {}

  void start() {
    stream_->start(this);
    wait();
  }
  void on_bytes(std::string_view bytes) override {
    const auto self = shared_from_this();
    inbox_ += bytes;
    wait();
    while (inbox_.size() >= 2) {
      const std::size_t size =
          static_cast<std::size_t>(static_cast<unsigned char>(inbox_[0])) << 8 | static_cast<unsigned char>(inbox_[1]);
      if (inbox_.size() < size + 2) break;
      const std::string message = inbox_.substr(2, size);
      inbox_.erase(0, size + 2);
      desk_.answer(message, kMostMessage, [weak = weak_from_this()](const std::string& reply) {
        if (const auto client = weak.lock(); client && client->stream_) client->stream_->write(framed(reply));
      });
      if (stream_ && stream_->pending() > kMostMessage * 4) return leave(true);  // it asks, and does not read
    }
  }
  void on_end() override { leave(false); }
  void on_reset() override { leave(false); }
  void leave(bool reset) {
    if (!stream_) return;
    const auto self = shared_from_this();
    desk_.loop->cancel(idle_);
    if (reset) {
      stream_->reset();
    } else {
      stream_->close();
    }
    stream_.reset();
    // Not inside the stream's own call.
    desk_.loop->at(desk_.loop->now(), [&desk = desk_, self] { desk.clients.erase(self.get()); });
  }

 private:
  void wait() {
    desk_.loop->cancel(idle_);
    idle_ = desk_.loop->at(desk_.loop->now() + kIdle, [this] { leave(false); });
  }

  Desk& desk_;
  std::shared_ptr<net::Stream> stream_;
  std::string inbox_;
  net::TimerId idle_{};
};

}  // namespace

struct Server::Impl {
  Impl() : loop(std::chrono::steady_clock::now()) { desk.loop = &loop; }
  ~Impl() {
    loop.call([this] {
      if (datagrams) datagrams->close();
      if (listener) listener->close();
      const auto clients = desk.clients;
      for (const auto& [key, client] : clients) client->leave(true);
      desk.clients.clear();
    });
    loop.stop();
  }

  contracts::Status open(const std::string& host, std::uint16_t port) {
    SQUALL_TRY_ASSIGN(
        datagrams, net::DatagramPort::open(loop, host, port, [this](const net::Address& from, std::string_view bytes) {
          desk.answer(bytes, kMostDatagram, [this, from](const std::string& reply) { datagrams->send(from, reply); });
        }));
    auto listening = net::Listener::open(loop, host, datagrams->port(), [this](int socket) {
      const auto client = std::make_shared<Client>(desk, loop.adopt(socket));
      desk.clients.emplace(client.get(), client);
      client->start();
      if (desk.clients.size() > kMostClients) client->leave(true);
    });
    if (!listening) {
      loop.call([this] { datagrams->close(); });
      return contracts::fail(listening.error());
    }
    listener = std::move(*listening);
    return {};
  }

  Desk desk;  // outlives the loop's thread
  net::Loop loop;
  std::unique_ptr<net::DatagramPort> datagrams;
  std::unique_ptr<net::Listener> listener;
};

Server::Server(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Server::~Server() = default;

contracts::Result<std::unique_ptr<Server>> Server::open(const std::string& host, std::uint16_t port, Zone zone) {
  constexpr int kTries = 20;  // a port that is free for UDP may be taken for TCP
  for (int i = 1;; ++i) {
    auto impl = std::make_unique<Impl>();
    impl->desk.zone = zone;
    const auto opened = impl->open(host, port);
    if (opened) return std::unique_ptr<Server>(new Server(std::move(impl)));
    if (port != 0 || i == kTries) return contracts::fail(opened.error());
  }
}

std::uint16_t Server::port() const {
  return impl_->datagrams->port();
}

void Server::set(names::Names names) {
  impl_->loop.call([&] {
    impl_->desk.zone.names = std::move(names);
    impl_->desk.answered = 0;
  });
}

void Server::set_faults(names::Faults faults) {
  impl_->loop.call([&] { impl_->desk.zone.faults = std::move(faults); });
}

std::uint64_t Server::struck(const std::string& name) const {
  std::uint64_t count = 0;
  impl_->loop.call([&] {
    if (const auto found = impl_->desk.struck.find(name); found != impl_->desk.struck.end()) count = found->second;
  });
  return count;
}

std::uint64_t Server::answered() const {
  return impl_->desk.answered.load();
}

}  // namespace squall::chaos::dns
