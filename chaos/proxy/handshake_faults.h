#pragma once
// HandshakeFaults: what the faults that strike a consumer's TLS handshake decide, executed. Its attempt is the
// connection's until a relay takes it over.

#include <deque>
#include <functional>
#include <utility>

#include "chaos/proxy/relay.h"

namespace squall::chaos {

class HandshakeFaults {
 public:
  // What the faults ask of the handshake's owner. `go_on`: nothing holds that stage any more.
  struct Actions {
    std::function<void(HandshakeStage)> go_on;
    std::function<void(Ending)> end;
  };
  HandshakeFaults(Lane& lane, Actions actions) : lane_(lane), actions_(std::move(actions)) {}
  ~HandshakeFaults() { stop(); }
  HandshakeFaults(const HandshakeFaults&) = delete;
  HandshakeFaults& operator=(const HandshakeFaults&) = delete;

  void strike(const std::string& client, std::uint64_t occurrence);  // once, when the ClientHello is in
  bool any() const { return !strikes_.empty(); }
  // Asks the faults and does what they say; go_on() comes at once or later.
  void reach(HandshakeStage stage);
  void removed(const ActiveFault& fault);
  void stop();  // nothing more happens
  const tls::Offer& offer() const { return offer_; }
  // The offer took effect: what it departs by is executed.
  void offered(bool certificate);
  std::vector<AppliedFault> take_applied() { return std::exchange(attempt_.faults, {}); }
  Attempt& attempt() { return attempt_; }

 private:
  using Due = std::pair<std::shared_ptr<ActiveFault>, Step>;
  void run();
  bool execute(const Due& due);

  Lane& lane_;
  const Actions actions_;
  std::vector<Strike> strikes_;
  std::vector<Memory> memories_;
  std::deque<Due> due_;
  std::vector<Due> in_offer_;
  HandshakeStage stage_ = HandshakeStage::client_hello;
  tls::Offer offer_;
  Attempt attempt_;
  std::shared_ptr<ActiveFault> holding_;
  net::TimerId timer_ = 0;
  bool stopped_ = false;
};

}  // namespace squall::chaos
