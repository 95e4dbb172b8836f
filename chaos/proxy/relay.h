#pragma once
// Relay: one connection of an edge, consumer's and provider's side. Lane: an edge as one worker sees it.

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "chaos/net/stream.h"
#include "chaos/net/timers.h"
#include "chaos/proxy/active_fault.h"
#include "chaos/proxy/edge_counters.h"
#include "chaos/proxy/engine.h"
#include "chaos/proxy/fault_budget.h"
#include "chaos/timeline/timeline.h"
#include "chaos/tls/terminator.h"

namespace squall::chaos {

// Everything on the worker's thread.
class Relay {
 public:
  virtual ~Relay() = default;
  virtual void start() = 0;
  virtual void fault_added(const std::shared_ptr<ActiveFault>&) {}
  virtual void fault_updated(const ActiveFault& old, const std::shared_ptr<ActiveFault>& fresh) = 0;
  virtual void fault_removed(const ActiveFault& fault) = 0;
  virtual void close_when_idle() = 0;  // at once, or when what is under way has ended
  virtual void shut_down() = 0;        // RST to both sides; the attempt ends by the proxy
};

struct Upstream {
  std::string host;
  std::uint16_t port = 0;
};

// A consumer's connection, as a relay takes it over.
struct Arrival {
  std::shared_ptr<net::Stream> consumer;
  std::uint64_t occurrence = 0;           // counts them on the edge, from 0
  Instant connected{};                    // when it was accepted
  std::vector<AppliedFault> faults = {};  // executed in its TLS handshake: they belong to its first attempt
  std::optional<Upstream> upstream = {};  // that it named; the edge's when absent
};

class Lane {
 public:
  using Dial = std::function<std::shared_ptr<net::Stream>(const std::string& host, std::uint16_t port)>;
  Lane(std::shared_ptr<const EdgeConfig> edge_config, net::Timers& worker_timers, Timeline& run_timeline,
       Dial dial_provider, std::shared_ptr<const tls::Terminator> tls_terminator = {},
       std::shared_ptr<FaultBudgets> fault_budgets = {});

  // A consumer's connection; `occurrence` counts them on the edge, from 0. `executed`: on it, before.
  void accept(std::shared_ptr<net::Stream> consumer, std::uint64_t occurrence, std::vector<AppliedFault> executed = {});
  void add(const std::shared_ptr<ActiveFault>& fault);
  void update(const std::shared_ptr<ActiveFault>& old, const std::shared_ptr<ActiveFault>& fresh);
  void remove(const std::shared_ptr<ActiveFault>& fault);
  void set_upstream(const std::string& host, std::uint16_t port);
  void close_idle();
  void disconnect();  // a FIN, or a RST inside a request
  void shut_down();
  std::size_t size() const { return relays_.size(); }

  // For relays.
  void ended(const Attempt& attempt);  // once, when it is over
  // A connection that faults struck was over before it had a relay: an attempt without a request.
  void came_to_nothing(Attempt& attempt, Peer by, Ending ending);
  // Notes in the attempt that a fault's step was executed; false when it was noted before.
  bool applied(Attempt& attempt, const ActiveFault& fault, std::string step);
  std::shared_ptr<net::Stream> dial(const std::optional<Upstream>& named = {}) const {
    return named ? dial_(named->host, named->port) : dial_(host_, port_);
  }
  bool has_upstream() const { return port_ != 0; }
  Upstream upstream() const { return {host_, port_}; }
  // For the gate of a connection: it goes, and the connection's relay begins.
  void release(Relay& relay);
  void enter(Arrival arrival);
  void keep(const std::shared_ptr<Relay>& relay);  // starts it
  // Takes the relay out; it is destroyed when what runs now has returned.
  void retire(Relay& relay);
  // Somebody has to be asked for each attempt: faults, or what bounds them.
  bool may_strike() const { return !faults.empty() || budgets; }
  // The faults that strike an attempt's subject, in the order they were added; each is asked once. Without an identity,
  // the subject's own, which is made only where a fault matches. Notes in the attempt that it was spared.
  std::vector<Strike> strikes(const Subject& subject, Attempt& attempt, std::string identity = {});
  // Those of a layer that comes before relays, on a connection.
  std::vector<Strike> strikes_before(Layer layer, const std::string& client, std::uint64_t occurrence,
                                     Attempt& attempt);
  // Those on the nth datagram of a session and direction, from 0. `identity` names both.
  std::vector<Strike> datagram_strikes(const Subject& subject, Attempt& attempt, const std::string& identity,
                                       std::uint64_t n, Direction direction);
  // A fault chose an attempt that is under way: whether it may strike it.
  bool may_strike_late(Attempt& attempt);
  // What of its body has to be known to tell whom faults strike: nothing, its hash (some fault that matches it draws or
  // has a share), or all of it (some fault matches on a member of it).
  enum class Needs { nothing, hash, body };
  Needs needs(const Subject& subject) const;

  const std::shared_ptr<const EdgeConfig> config;
  net::Timers& timers;
  Timeline& timeline;
  std::function<void()> left;                               // a connection of a consumer is over; may be empty
  const std::shared_ptr<const tls::Terminator> terminator;  // null: consumers' TLS does not end here
  const std::shared_ptr<FaultBudgets> budgets;              // null: faults have no bound
  EdgeCounters counters;
  std::vector<std::shared_ptr<ActiveFault>> faults;

 private:
  template <class Concerned, class Choose>
  std::vector<Strike> chosen(const Subject& subject, Concerned concerned, Choose choose) const;  // whatever the budget
  std::vector<std::shared_ptr<Relay>> all() const;
  bool admit(FaultBudget& budget, bool chosen, Attempt& attempt);

  Dial dial_;
  std::string host_;
  std::uint16_t port_;
  std::unordered_map<Relay*, std::shared_ptr<Relay>> relays_;
};

// Passes an ending on: a RST as a RST, anything else as a FIN.
inline void end(net::Stream& stream, Ending ending) {
  ending == Ending::rst ? stream.reset() : stream.close();
}

std::shared_ptr<Relay> make_tcp_relay(Lane& lane, Arrival arrival);
std::shared_ptr<Relay> make_http_relay(Lane& lane, Arrival arrival);
// What comes before the relay where consumers speak TLS that the edge ends or routes.
std::shared_ptr<Relay> make_tls_gate(Lane& lane, std::shared_ptr<net::Stream> consumer, std::uint64_t occurrence,
                                     std::vector<AppliedFault> executed);

}  // namespace squall::chaos
