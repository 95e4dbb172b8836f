#pragma once
// UdpSession: what passes between one address that a consumer sends from and the provider. The session is the attempt.

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "chaos/net/loop.h"
#include "chaos/proxy/datagram_path.h"
#include "chaos/proxy/relay.h"

namespace squall::chaos {

class UdpSession final : public Relay,
                         private DatagramSink,
                         private net::DatagramEvents,
                         public std::enable_shared_from_this<UdpSession> {
 public:
  struct Ways {
    std::function<bool(std::string_view)> answer;  // to the consumer
    std::function<void()> ended;                   // once
  };
  UdpSession(Lane& lane, net::Loop& loop, WaitingRoom& room, std::string client, std::uint64_t occurrence, Ways ways);

  void from_consumer(std::string_view bytes);

  void start() override;
  void fault_updated(const ActiveFault& old, const std::shared_ptr<ActiveFault>& fresh) override;
  void fault_removed(const ActiveFault& fault) override;
  void close_when_idle() override { finish(Peer::proxy, Ending::fin); }
  void shut_down() override { finish(Peer::proxy, Ending::fin); }

 private:
  struct Way {
    std::shared_ptr<DatagramPath> path;
    std::string identity;
    std::uint64_t datagrams = 0;
  };
  void on_datagram(std::string_view bytes) override;
  void on_unreachable(const std::string& why) override;
  void deliver(Direction direction, std::string_view bytes) override;
  void applied(const ActiveFault& fault, std::string step) override;
  void overflowed() override { lane_.counters.overflowed(); }
  void push(Direction direction, std::string_view bytes);
  void watch_idleness();
  void finish(Peer by, Ending ending);

  Lane& lane_;
  net::Loop& loop_;
  const std::string client_;
  const Ways ways_;
  Way up_, down_;
  std::shared_ptr<net::Datagrams> provider_;
  Attempt attempt_;
  Instant last_{};
  net::TimerId timer_ = 0;
  bool over_ = false;
};

}  // namespace squall::chaos
