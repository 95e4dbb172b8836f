#include "chaos/proxy/udp_port.h"

#include <list>
#include <unordered_map>
#include <utility>

#include "chaos/net/datagram_port.h"
#include "chaos/proxy/udp_session.h"

namespace squall::chaos {
namespace {

class UdpPort final : public net::Port {
 public:
  UdpPort(net::Loop& loop, std::shared_ptr<Lane> lane, std::function<std::uint64_t()> count)
      : loop_(loop), lane_(std::move(lane)), count_(std::move(count)) {}

  contracts::Status open(const std::string& host, std::uint16_t port) {
    SQUALL_TRY_ASSIGN(auto opened, net::DatagramPort::open(loop_, host, port,
                                                           [this](const net::Address& from, std::string_view bytes) {
                                                             received(from, bytes);
                                                           }));
    // The first datagram may be here already.
    loop_.call([&] { socket_ = std::move(opened); });
    return {};
  }

  std::uint16_t port() const override { return socket_->port(); }
  bool welcome(net::Welcome how) override { return socket_->welcome(how); }
  void close() override {
    while (!by_use_.empty()) by_use_.back().session->shut_down();
    socket_->close();
  }

 private:
  struct Entry {
    std::string address;
    std::shared_ptr<UdpSession> session;
  };
  using Place = std::list<Entry>::iterator;

  void received(const net::Address& from, std::string_view bytes) {
    const std::string address(reinterpret_cast<const char*>(&from.bytes), from.size);
    const auto found = sessions_.find(address);
    if (found != sessions_.end()) {
      by_use_.splice(by_use_.begin(), by_use_, found->second);
      return by_use_.front().session->from_consumer(bytes);
    }
    if (sessions_.size() >= lane_->config->most_sessions) by_use_.back().session->close_when_idle();
    begin(from, address)->from_consumer(bytes);
  }

  std::shared_ptr<UdpSession> begin(const net::Address& from, const std::string& address) {
    auto session = std::make_shared<UdpSession>(
        *lane_, loop_, room_, from.text(), count_(),
        UdpSession::Ways{[this, from](std::string_view bytes) { return socket_ && socket_->send(from, bytes); },
                         [this, address] { forget(address); }});
    by_use_.push_front({address, session});
    sessions_.emplace(address, by_use_.begin());
    lane_->counters.connected();
    lane_->keep(session);
    return session;
  }

  void forget(const std::string& address) {
    const auto found = sessions_.find(address);
    by_use_.erase(found->second);
    sessions_.erase(found);
  }

  net::Loop& loop_;
  const std::shared_ptr<Lane> lane_;
  const std::function<std::uint64_t()> count_;
  std::unique_ptr<net::DatagramPort> socket_;
  WaitingRoom room_;
  std::list<Entry> by_use_;  // the one that was used last first
  std::unordered_map<std::string, Place> sessions_;
};

}  // namespace

contracts::Result<std::unique_ptr<net::Port>> open_udp_port(net::Loop& loop, std::shared_ptr<Lane> lane,
                                                            const std::string& host, std::uint16_t port,
                                                            std::function<std::uint64_t()> count) {
  auto opened = std::make_unique<UdpPort>(loop, std::move(lane), std::move(count));
  SQUALL_TRY(opened->open(host, port));
  return opened;
}

}  // namespace squall::chaos
