#pragma once
// Unreached: the connections that are never made, because a fault leaves their SYN unanswered. Each is an attempt
// without a request, from when it is first seen until its consumer gives it up: the kernel is asked every few
// milliseconds (kLook), which is how exact its times are. Consumers of another host or network namespace are not seen.
// On the loop of the edge's listener.

#include <map>
#include <memory>
#include <vector>

#include "chaos/net/address.h"
#include "chaos/proxy/relay.h"

namespace squall::chaos {

class Unreached : public std::enable_shared_from_this<Unreached> {
 public:
  static constexpr Duration kLook = std::chrono::milliseconds(3);

  explicit Unreached(Lane& lane) : lane_(lane) {}

  // From now on these leave the port unanswered; none: it answers again. Who waits then is seen until it is through.
  void silenced_by(const net::Address& port, std::vector<std::shared_ptr<ActiveFault>> faults);
  void stop();  // what is open ends

 private:
  void look_again();
  void look();
  void begin(std::uint64_t socket);
  void end(Attempt attempt, bool given_up);

  Lane& lane_;
  net::Address port_;
  std::vector<std::shared_ptr<ActiveFault>> faults_;
  std::map<std::uint64_t, Attempt> open_;  // by the kernel's number of the socket
  bool looking_ = false;
};

}  // namespace squall::chaos
