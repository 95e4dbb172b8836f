#include "harness/consumer/consumer_record.h"

#include <set>
#include <utility>

#include "harness/watch/example.h"

namespace squall::harness {
namespace {

std::string forbidden_by(const std::string& from, const std::string& to) {
  return from + " sent " + to + " what its contract forbids";
}

// The services that Squall itself calls: what reaches their stubs is not a consumer's doing alone.
std::set<std::string> called_by_us(const System& system) {
  std::set<std::string> called;
  for (const auto& spec : system.resilience) called.insert(spec.stimulus_service);
  for (const auto& experiment : system.experiments) {
    for (const auto& steady : experiment.steady_state) called.insert(steady.service);
    if (experiment.load) called.insert(experiment.load->service);
    for (const auto& invariant : experiment.invariants) called.insert(invariant.service);
  }
  return called;
}

}  // namespace

ConsumerRecord::ConsumerRecord(const System& system, const Routers& contracts) {
  const auto router_of = [&](const std::string& service) {
    const auto router = contracts.find(service);
    return router == contracts.end() ? nullptr : router->second;
  };
  std::set<std::string> reached = called_by_us(system);
  for (const EdgeSpec& spec : system.edges) {
    reached.insert(spec.to);
    const auto router = router_of(spec.to);
    if (router == nullptr || spec.protocol == EdgeProtocol::tcp || spec.protocol == EdgeProtocol::udp) continue;
    places_[spec.name] =
        Place{spec.name, spec.from, spec.to, "${edges." + spec.name + ".url}", router, SecretPlaces(router->contract()),
              {},        {}};
  }
  for (const ServiceSpec& service : system.services) {
    const auto router = router_of(service.name);
    if (!service.stub || router == nullptr || reached.contains(service.name)) continue;
    places_.try_emplace(service.name, Place{"",
                                            "a consumer",
                                            service.name,
                                            "${services." + service.name + ".url}",
                                            router,
                                            SecretPlaces(router->contract()),
                                            {},
                                            {}});
  }
}

void ConsumerRecord::listen(bool on) {
  const std::lock_guard lock(mutex_);
  listening_ = on;
}

void ConsumerRecord::observe(const chaos::Exchange& exchange) {
  const std::lock_guard lock(mutex_);
  const auto found = places_.find(exchange.attempt.edge);
  if (!listening_ || found == places_.end()) return;
  Place& place = found->second;
  const Judged judged = judge_exchange(*place.router, exchange);
  if (judged.request != Judging::judged) return;
  const std::string operation = operation_name(judged.operation, exchange.request);
  ++place.seen.requests;
  ++place.seen.operations[operation];
  place.seen.answers += judged.answer == Judging::judged;
  for (const auto& departure : judged.departures) add(place, departure, operation, exchange);
}

void ConsumerRecord::add(Place& place, const Departure& departure, const std::string& operation,
                         const chaos::Exchange& exchange) {
  const bool of_answer = departure.side == Side::answer;
  const std::string subject =
      of_answer ? place.to + " answered " + place.from + " off its contract" : forbidden_by(place.from, place.to);
  if (place.findings.again(finding_of(departure.violation, operation, subject).id)) return;
  const Masked shown = masked(exchange, departure.violation, place.secrets);
  reports::Finding finding = finding_of(shown.violation, operation, subject);
  finding.severity = departure.severity;
  finding.evidence = evidence_of(exchange.attempt, shown, of_answer);
  finding.replay = replay_of(shown.request, place.address);
  place.findings.add(std::move(finding));
}

void ConsumerRecord::observe(const std::string& service, const StubExchange& exchange) {
  const std::lock_guard lock(mutex_);
  const auto found = places_.find(service);
  if (!listening_ || found == places_.end() || !found->second.edge.empty()) return;
  Place& place = found->second;
  chaos::Exchange asked;
  asked.request = exchange.incoming.request;
  asked.operation = exchange.operation;
  const std::string operation = operation_name(exchange.operation, asked.request);
  ++place.seen.requests;
  ++place.seen.operations[operation];
  for (const auto& violation : exchange.violations) add(place, {Side::request, violation}, operation, asked);
}

ConsumerRecord::Seen ConsumerRecord::take(const std::string& name) {
  const std::lock_guard lock(mutex_);
  const auto found = places_.find(name);
  if (found == places_.end()) return {};
  Seen seen = found->second.seen;
  seen.findings = found->second.findings.take();
  for (auto& finding : seen.findings) finding.edge = found->second.edge;
  return seen;
}

}  // namespace squall::harness
