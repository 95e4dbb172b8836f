#include "harness/consumer/consumer_record.h"

#include <chrono>
#include <optional>
#include <set>
#include <utility>

#include "contracts/match/message_generator.h"
#include "contracts/match/validate.h"

namespace squall::harness {
namespace {

using contracts::match::Route;

constexpr std::size_t kLongestExcerpt = 300;

std::string excerpt(const std::string& body) {
  return body.size() <= kLongestExcerpt ? body : body.substr(0, kLongestExcerpt) + "...";
}

reports::EvidenceLine line(chaos::Instant at, std::string text) {
  return {std::chrono::duration<double, std::milli>(at).count(), std::move(text)};
}

std::vector<reports::EvidenceLine> evidence_of(const chaos::Exchange& exchange, bool with_answer) {
  const auto& attempt = exchange.attempt;
  std::vector<reports::EvidenceLine> lines;
  const std::string body = exchange.request.body.empty() ? "" : " " + excerpt(exchange.request.body);
  lines.push_back(line(attempt.request_started, exchange.request.method + " " + exchange.request.target + body));
  if (!with_answer) return lines;
  const std::string answer = exchange.response.body.empty() ? "" : " " + excerpt(exchange.response.body);
  lines.push_back(line(*attempt.last_byte, "answered " + std::to_string(exchange.response.status) + answer));
  return lines;
}

// A whole answer of the provider itself, on an attempt no fault touched.
bool is_provider_answer(const chaos::Exchange& exchange) {
  const auto& attempt = exchange.attempt;
  return attempt.from_provider && attempt.faults.empty() && attempt.last_byte && exchange.response.status != 0 &&
         !exchange.response_truncated;
}

std::string forbidden_by(const std::string& from, const std::string& to) {
  return from + " sent " + to + " what its contract forbids";
}

reports::Replay replay_of(const contracts::http::Request& request, const std::string& address) {
  reports::Replay replay;
  replay.curl = contracts::match::to_curl(request, address);
  return replay;
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
    if (router == nullptr || spec.protocol == EdgeProtocol::tcp) continue;
    places_[spec.name] = {spec.name, spec.from, spec.to, "${edges." + spec.name + ".url}", router, {}, {}};
  }
  for (const ServiceSpec& service : system.services) {
    const auto router = router_of(service.name);
    if (!service.stub || router == nullptr || reached.contains(service.name)) continue;
    places_.try_emplace(service.name,
                        Place{"", "a consumer", service.name, "${services." + service.name + ".url}", router, {}, {}});
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
  if (!exchange.attempt.request_complete || exchange.request_truncated) return;
  Place& place = found->second;
  const Route route = place.router->route(exchange.request.method, exchange.request.target);
  const std::string operation = count(place, exchange.request, route);
  const auto violations = contracts::match::validate_request(place.router->contract(), route, exchange.request);
  for (const auto& violation : violations) {
    place.findings.add(violation, operation, forbidden_by(place.from, place.to), evidence_of(exchange, false),
                       replay_of(exchange.request, place.address));
  }
  judge_answer(place, exchange, route, operation);
}

void ConsumerRecord::observe(const std::string& service, const StubExchange& exchange) {
  const std::lock_guard lock(mutex_);
  const auto found = places_.find(service);
  if (!listening_ || found == places_.end() || !found->second.edge.empty()) return;
  Place& place = found->second;
  const auto& request = exchange.incoming.request;
  const std::string operation = count(place, request, place.router->route(request.method, request.target));
  for (const auto& violation : exchange.violations) {
    const std::string body = request.body.empty() ? "" : " " + excerpt(request.body);
    place.findings.add(violation, operation, forbidden_by(place.from, place.to),
                       {{std::nullopt, request.method + " " + request.target + body}},
                       replay_of(request, place.address));
  }
}

std::string ConsumerRecord::count(Place& place, const contracts::http::Request& request, const Route& route) {
  const std::string path(contracts::http::path_of(request.target));
  std::string operation = route.operation != nullptr ? route.operation->name() : request.method + " " + path;
  ++place.seen.requests;
  ++place.seen.operations[operation];
  return operation;
}

void ConsumerRecord::judge_answer(Place& place, const chaos::Exchange& exchange, const Route& route,
                                  const std::string& operation) {
  if (route.operation == nullptr || !is_provider_answer(exchange)) return;
  ++place.seen.answers;
  for (const auto& violation : contracts::match::validate_response(place.router->contract(), *route.operation,
                                                                   exchange.request.method, exchange.response)) {
    place.findings.add(violation, operation, place.to + " answered " + place.from + " off its contract",
                       evidence_of(exchange, true), replay_of(exchange.request, place.address));
  }
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
