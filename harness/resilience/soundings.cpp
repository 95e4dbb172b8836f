#include "harness/resilience/soundings.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "chaos/patterns/logical_call.h"
#include "contracts/core/random.h"
#include "contracts/match/message_generator.h"
#include "harness/traffic/load.h"

namespace squall::harness {
namespace {

using contracts::match::RequestCase;
using namespace std::chrono_literals;

constexpr std::size_t kMostRequests = 40;  // each is sent twice
constexpr Duration kMostTime = 20s;

int turn_of(const std::string& method) {
  if (method == "GET" || method == "HEAD" || method == "OPTIONS") return 0;
  return method == "DELETE" ? -1 : 1;
}

std::vector<RequestCase> cases_of(const contracts::openapi::Contract& contract, std::uint64_t seed) {
  std::vector<RequestCase> cases;
  for (const int turn : {0, 1}) {
    for (const auto& operation : contract.operations) {
      if (turn_of(operation.method) != turn) continue;
      const contracts::Random random(seed, "resilience.survey", operation.name());
      auto made = contracts::match::example_requests(contract, operation, random);
      if (made.empty()) {
        if (auto valid = contracts::match::valid_request(contract, operation, random))
          made.push_back(std::move(*valid));
      }
      for (RequestCase& one : made) cases.push_back(std::move(one));
    }
  }
  if (cases.size() > kMostRequests) cases.resize(kMostRequests);
  return cases;
}

// As verification sends them: tokens, tenants.
contracts::http::Headers headers_for(const System& system, const std::string& service) {
  for (const VerifySpec& verify : system.verify) {
    if (verify.service == service) return verify.headers;
  }
  return {};
}

bool has(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// The edge and operation of each attempt with the call's trace, or, when that is nowhere seen, of each attempt.
std::set<std::pair<std::string, std::string>> reached_by(const RunContext& context, const chaos::Call& call) {
  std::set<std::pair<std::string, std::string>> traced, any;
  for (const chaos::Attempt& attempt : context.timeline.slice(call.started, call.finished + 1ns).attempts) {
    any.emplace(attempt.edge, chaos::operation_of(attempt));
    const EdgeSpec* edge = context.system.edge(attempt.edge);
    const std::string header =
        edge == nullptr || edge->correlation_header.empty() ? "traceparent" : edge->correlation_header;
    if (chaos::trace_of(attempt, header) == call.trace_id) traced.emplace(attempt.edge, chaos::operation_of(attempt));
  }
  return traced.empty() ? any : traced;
}

}  // namespace

bool about_health(const Sounding& sounding) {
  for (const std::string_view word : {"health", "ready", "live", "ping", "status", "metrics", "version"}) {
    if (sounding.request.target.find(word) != std::string::npos) return true;
  }
  return false;
}

std::vector<std::string> edges_reached(const RunContext& context, const chaos::Call& call) {
  std::set<std::string> edges;
  for (const auto& [edge, operation] : reached_by(context, call)) edges.insert(edge);
  return {edges.begin(), edges.end()};
}

std::vector<const EdgeSpec*> edges_above(const System& system, const EdgeSpec& edge) {
  std::vector<const EdgeSpec*> found;
  std::vector<std::string> consumers{edge.from};
  for (std::size_t i = 0; i < consumers.size(); ++i) {
    for (const EdgeSpec& other : system.edges) {
      if (other.to != consumers[i] || std::find(found.begin(), found.end(), &other) != found.end()) continue;
      found.push_back(&other);
      consumers.push_back(other.from);
    }
  }
  return found;
}

const std::vector<Sounding>& Soundings::of(const std::string& service) {
  const auto known = known_.find(service);
  return known != known_.end() ? known->second : known_.emplace(service, sound_out(service)).first->second;
}

std::vector<Sounding> Soundings::sound_out(const std::string& service) const {
  const auto contract = context_.contracts.find(service);
  const auto url = context_.service_urls.find(service);
  if (contract == context_.contracts.end() || url == context_.service_urls.end()) return {};
  const auto headers = headers_for(context_.system, service);
  const std::uint64_t seed = contracts::Random(context_.seed, "resilience.survey", service).next();
  Client client;
  SendOptions options;
  options.timeout = 5s;
  options.max_body = 1u << 16;
  options.ca_file = context_.system.ca_file;
  std::vector<Sounding> found;
  const chaos::Instant until = context_.timeline.now() + kMostTime;
  for (const RequestCase& one : cases_of(contract->second->contract(), context_.seed)) {
    if (context_.stop.stop_requested() || context_.timeline.now() > until) break;
    Sounding sounding{service, one.operation->name(), one.request, {}, {}};
    for (const auto& header : headers) sounding.request.headers.set(header.name, header.value);
    std::vector<std::string> reached;
    for (int turn = 0; turn < 2; ++turn) {
      const chaos::Call call =
          call_once(client, context_.timeline, "survey", url->second, sounding.request, seed, options, context_.stop);
      if (call.error != chaos::CallError::none || call.status / 100 != 2) {
        reached.clear();
        break;
      }
      auto now = edges_reached(context_, call);
      for (const auto& [edge, operation] : reached_by(context_, call)) sounding.called.insert(edge + " " + operation);
      if (turn > 0) std::erase_if(now, [&](const std::string& edge) { return !has(reached, edge); });
      reached = std::move(now);
    }
    sounding.reached = std::move(reached);
    if (!sounding.reached.empty()) found.push_back(std::move(sounding));
  }
  return found;
}

const Sounding* Soundings::reaching(const EdgeSpec& edge, const std::set<std::string>& wanted) {
  const auto is_wanted = [&](const Sounding& one) {
    return std::any_of(wanted.begin(), wanted.end(),
                       [&](const std::string& operation) { return one.called.contains(edge.name + " " + operation); });
  };
  std::vector<std::string> services{edge.from};
  for (const EdgeSpec* above : edges_above(context_.system, edge)) {
    if (!has(services, above->from)) services.push_back(above->from);
  }
  for (const std::string& service : services) {
    const Sounding* best = nullptr;
    for (const Sounding& one : of(service)) {
      if (!has(one.reached, edge.name)) continue;
      const auto rank = [&](const Sounding& s) { return std::tuple(!is_wanted(s), s.reached.size(), about_health(s)); };
      if (best == nullptr || rank(one) < rank(*best)) best = &one;
    }
    if (best != nullptr) return best;
  }
  return nullptr;
}

}  // namespace squall::harness
