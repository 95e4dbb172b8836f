#include <algorithm>
#include <utility>

#include "chaos/proxy/relay.h"

namespace squall::chaos {
namespace {

constexpr std::size_t kStepsKept = 32;  // of an attempt

}  // namespace

Lane::Lane(std::shared_ptr<const EdgeConfig> edge_config, net::Timers& worker_timers, Timeline& run_timeline,
           Dial dial_provider, std::shared_ptr<const tls::Terminator> tls_terminator,
           std::shared_ptr<FaultBudgets> fault_budgets)
    : config(std::move(edge_config)),
      timers(worker_timers),
      timeline(run_timeline),
      terminator(std::move(tls_terminator)),
      budgets(std::move(fault_budgets)),
      dial_(std::move(dial_provider)),
      host_(config->upstream_host),
      port_(config->upstream_port) {}

void Lane::accept(std::shared_ptr<net::Stream> consumer, std::uint64_t occurrence, std::vector<AppliedFault> executed) {
  counters.connected();
  if (!terminator && config->routes.empty())
    return enter({std::move(consumer), occurrence, timers.now(), std::move(executed)});
  keep(make_tls_gate(*this, std::move(consumer), occurrence, std::move(executed)));
}

void Lane::enter(Arrival arrival) {
  keep(config->protocol == Protocol::http ? make_http_relay(*this, std::move(arrival))
                                          : make_tcp_relay(*this, std::move(arrival)));
}

void Lane::keep(const std::shared_ptr<Relay>& relay) {
  relays_.emplace(relay.get(), relay);
  relay->start();
}

void Lane::retire(Relay& relay) {
  if (relays_.count(&relay) > 0) {
    counters.disconnected();
    if (left) left();
  }
  release(relay);
}

void Lane::release(Relay& relay) {
  const auto found = relays_.find(&relay);
  if (found == relays_.end()) return;
  auto last = std::move(found->second);
  relays_.erase(found);
  timers.at(timers.now(), [last] {});
}

void Lane::add(const std::shared_ptr<ActiveFault>& fault) {
  faults.push_back(fault);
  if (!fault->of_relays()) return;
  for (const auto& relay : all()) relay->fault_added(fault);
}

void Lane::update(const std::shared_ptr<ActiveFault>& old, const std::shared_ptr<ActiveFault>& fresh) {
  std::replace(faults.begin(), faults.end(), old, fresh);
  if (!fresh->of_relays()) {  // asked once, so a handshake that it holds goes on
    for (const auto& relay : all()) relay->fault_removed(*old);
    return;
  }
  for (const auto& relay : all()) relay->fault_updated(*old, fresh);
}

void Lane::remove(const std::shared_ptr<ActiveFault>& fault) {
  faults.erase(std::remove(faults.begin(), faults.end(), fault), faults.end());
  for (const auto& relay : all()) relay->fault_removed(*fault);
}

void Lane::set_upstream(const std::string& host, std::uint16_t port) {
  host_ = host;
  port_ = port;
}

void Lane::close_idle() {
  for (const auto& relay : all()) relay->close_when_idle();
}

void Lane::disconnect() {
  close_idle();
  shut_down();
}

void Lane::shut_down() {
  for (const auto& relay : all()) relay->shut_down();
}

void Lane::ended(const Attempt& attempt) {
  counters.ended(attempt);
  timeline.record(attempt);
  if (config->ended) config->ended(attempt);
}

void Lane::came_to_nothing(Attempt& attempt, Peer by, Ending ending) {
  attempt.id = timeline.next_id();
  attempt.edge = config->name;
  attempt.connection = timeline.next_id();
  attempt.ended = timers.now();
  if (by == Peer::consumer) attempt.consumer_closed = attempt.ended;
  attempt.ended_by = by;
  attempt.ending = ending;
  attempt.legality = Legality::transport;
  counters.attempted();
  this->ended(attempt);
}

bool Lane::applied(Attempt& attempt, const ActiveFault& fault, std::string step) {
  if (attempt.faults.size() >= kStepsKept) return false;
  bool struck_before = false;
  for (const auto& known : attempt.faults) {
    if (known.id != fault.spec.id) continue;
    if (known.step == step) return false;
    struck_before = true;
  }
  if (!struck_before) counters.injected(fault.kind, attempt.faults.empty());
  attempt.faults.push_back({fault.spec.id, fault.spec.kind, std::move(step), timers.now()});
  return true;
}

bool Lane::admit(FaultBudget& budget, bool chosen, Attempt& attempt) {
  const bool admitted = budget.admit(chosen);
  if (chosen && !admitted && !std::exchange(attempt.spared, true)) counters.spared();
  return admitted;
}

bool Lane::may_strike_late(Attempt& attempt) {
  return !budgets || admit(budgets->attempts, true, attempt);
}

template <class Concerned, class Choose>
std::vector<Strike> Lane::chosen(const Subject& subject, Concerned concerned, Choose choose) const {
  std::vector<Strike> struck;
  for (const auto& fault : faults) {
    if (!concerned(*fault) || !is_on(fault->spec, timers.now() - fault->added)) continue;
    if (!matches(fault->spec.match, subject)) continue;
    if (std::optional<contracts::Random> random = choose(fault->selection)) struck.push_back({fault, *random});
  }
  return struck;
}

std::vector<Strike> Lane::strikes(const Subject& subject, Attempt& attempt, std::string identity) {
  auto struck = chosen(
      subject, [](const ActiveFault& fault) { return fault.of_relays(); },
      [&](Selection& selection) {
        if (identity.empty()) identity = identity_of(subject);
        return selection.choose(identity);
      });
  if (budgets && !admit(budgets->attempts, !struck.empty(), attempt)) struck.clear();
  return struck;
}

std::vector<Strike> Lane::strikes_before(Layer layer, const std::string& client, std::uint64_t occurrence,
                                         Attempt& attempt) {
  Subject subject;
  subject.edge = config->name;
  subject.client = client;
  const std::string identity = config->name + "\nconnection " + std::to_string(occurrence);
  auto struck = chosen(
      subject, [layer](const ActiveFault& fault) { return fault.layer == layer; },
      [&](Selection& selection) { return selection.choose(identity); });
  if (budgets && !admit(budgets->handshakes, !struck.empty(), attempt)) struck.clear();
  return struck;
}

std::vector<Strike> Lane::datagram_strikes(const Subject& subject, Attempt& attempt, const std::string& identity,
                                           std::uint64_t n, Direction direction) {
  const auto series = direction == Direction::up ? Selection::Series::one : Selection::Series::other;
  auto struck = chosen(
      subject, [](const ActiveFault& fault) { return fault.of_relays(); },
      [&](Selection& selection) { return selection.choose(identity, n, series); });
  if (budgets && !admit(budgets->attempts, !struck.empty(), attempt)) struck.clear();
  return struck;
}

Lane::Needs Lane::needs(const Subject& subject) const {
  auto most = Needs::nothing;
  for (const auto& fault : faults) {
    if (!fault->of_relays()) continue;
    const bool chooses = fault->spec.share < 1 || fault->fault->draws();
    const auto& match = fault->spec.match;
    const auto needed = !match.body.empty() ? Needs::body : chooses ? Needs::hash : Needs::nothing;
    if (needed > most && matches_head(match, subject)) most = needed;
  }
  return most;
}

std::vector<std::shared_ptr<Relay>> Lane::all() const {
  std::vector<std::shared_ptr<Relay>> relays;
  for (const auto& [key, relay] : relays_) relays.push_back(relay);
  return relays;
}

}  // namespace squall::chaos
