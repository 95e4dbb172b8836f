#include "harness/consumer/consumer_record.h"

#include <chrono>
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

}  // namespace

ConsumerRecord::ConsumerRecord(const System& system, const Routers& contracts) {
  for (const EdgeSpec& spec : system.edges) {
    const auto router = contracts.find(spec.to);
    if (router == contracts.end() || router->second == nullptr || spec.protocol == EdgeProtocol::tcp) continue;
    Edge& edge = edges_[spec.name];
    edge.spec = &spec;
    edge.router = router->second;
  }
}

void ConsumerRecord::listen(bool on) {
  const std::lock_guard lock(mutex_);
  listening_ = on;
}

void ConsumerRecord::observe(const chaos::Exchange& exchange) {
  const std::lock_guard lock(mutex_);
  const auto edge = edges_.find(exchange.attempt.edge);
  if (!listening_ || edge == edges_.end()) return;
  if (!exchange.attempt.request_complete || exchange.request_truncated) return;
  judge(edge->second, exchange);
}

void ConsumerRecord::judge(Edge& edge, const chaos::Exchange& exchange) {
  const auto& contract = edge.router->contract();
  const Route route = edge.router->route(exchange.request.method, exchange.request.target);
  const std::string path(contracts::http::path_of(exchange.request.target));
  const std::string operation =
      route.operation != nullptr ? route.operation->name() : exchange.request.method + " " + path;
  ++edge.seen.requests;
  ++edge.seen.operations[operation];
  reports::Replay replay;
  replay.curl = contracts::match::to_curl(exchange.request, "${edges." + edge.spec->name + ".url}");
  for (const auto& violation : contracts::match::validate_request(contract, route, exchange.request)) {
    edge.findings.add(violation, operation, edge.spec->from + " sent " + edge.spec->to + " what its contract forbids",
                      evidence_of(exchange, false), replay);
  }
  if (route.operation == nullptr || !is_provider_answer(exchange)) return;
  ++edge.seen.answers;
  for (const auto& violation :
       contracts::match::validate_response(contract, *route.operation, exchange.request.method, exchange.response)) {
    edge.findings.add(violation, operation, edge.spec->to + " answered " + edge.spec->from + " off its contract",
                      evidence_of(exchange, true), replay);
  }
}

ConsumerRecord::Seen ConsumerRecord::take(const std::string& edge) {
  const std::lock_guard lock(mutex_);
  const auto found = edges_.find(edge);
  if (found == edges_.end()) return {};
  Seen seen = found->second.seen;
  seen.findings = found->second.findings.take();
  for (auto& finding : seen.findings) finding.edge = edge;
  return seen;
}

}  // namespace squall::harness
