#include "harness/experiment/injection.h"

#include <algorithm>

#include "contracts/core/units.h"
#include "harness/experiment/comparison.h"
#include "harness/experiment/series.h"
#include "harness/traffic/traceparent.h"

namespace squall::harness {
namespace {

constexpr std::size_t kMostAttemptsShown = 4;

std::string plain(const contracts::Value& value) {
  return value.is_string() || value.is_number() ? value.text() : contracts::to_json(value);
}

std::string lookup_text(const LookupFault& lookup) {
  using Kind = chaos::names::Fault::Kind;
  const Kind kind = lookup.fault.kind;
  std::string text = "lookups of " + lookup.name;
  if (!lookup.moved_edge.empty()) text += " answered with the other replicas";
  if (kind == Kind::unknown) text += " answered with no such name";
  if (kind == Kind::failing) text += " answered with a failure";
  if (kind == Kind::unanswered) text += " not answered";
  if (lookup.fault.delay.count() > 0) text += " delayed by " + contracts::format_duration(lookup.fault.delay);
  return text;
}

}  // namespace

Executed executed(const std::string& fault_id, const std::vector<chaos::Attempt>& attempts) {
  Executed executed;
  for (const auto& attempt : attempts) {
    const bool struck = std::any_of(attempt.faults.begin(), attempt.faults.end(),
                                    [&](const chaos::AppliedFault& applied) { return applied.id == fault_id; });
    if (!struck) continue;
    ++executed.times;
    if (attempt.legality != chaos::Legality::unknown) ++executed.received[to_string(attempt.legality)];
  }
  return executed;
}

bool took_effect(const std::string& fault_id, const std::string& edge, chaos::Instant since,
                 const std::vector<chaos::FaultWindow>& windows, const std::vector<chaos::Attempt>& attempts) {
  const auto window = std::find_if(windows.begin(), windows.end(), [&](const chaos::FaultWindow& each) {
    return each.id == fault_id && each.edge == edge && each.executed;
  });
  if (window == windows.end()) return false;
  return std::any_of(attempts.begin(), attempts.end(), [&](const chaos::Attempt& attempt) {
    return attempt.edge == edge && attempt.request_started >= since;
  });
}

std::string fault_text(const chaos::FaultSpec& fault) {
  std::string text = fault.kind;
  if (fault.parameters.is_object()) {
    std::string inner;
    for (const auto& [name, value] : fault.parameters.members())
      inner += (inner.empty() ? "" : ", ") + name + ": " + plain(value);
    if (!inner.empty()) text += " {" + inner + "}";
  }
  const auto& match = fault.match;
  if (!match.method.empty()) text += ", method " + match.method;
  if (!match.path.empty()) text += ", path " + match.path;
  if (!match.header.empty()) text += ", header " + match.header;
  if (!match.operation.empty()) text += ", operation " + match.operation;
  if (!match.client.empty()) text += ", client " + match.client;
  for (const auto& condition : match.body) text += ", body " + condition.pointer + " " + plain(condition.value);
  if (fault.share < 1) text += ", " + share_text(fault.share) + " of requests";
  if (fault.first) text += ", the first " + std::to_string(*fault.first);
  if (fault.every) text += ", every " + std::to_string(*fault.every);
  return text;
}

std::string fault_text(const ScheduledFault& fault) {
  if (fault.hook) return "the hook `" + fault.hook->inject + "`";
  if (fault.lookup) return lookup_text(*fault.lookup);
  if (!fault.process) return fault_text(fault.fault) + " on " + fault.edge;
  const ProcessFault& process = *fault.process;
  const std::string time = process.time.count() > 0 ? " " + contracts::format_duration(process.time) : "";
  return std::string(to_string(process.kind)) + time + " of " + process.service;
}

std::vector<reports::EvidenceLine> attempts_behind(const chaos::Call& call,
                                                   const std::vector<chaos::Attempt>& attempts) {
  std::vector<reports::EvidenceLine> lines;
  for (const auto& attempt : attempts) {
    if (call.trace_id.empty() || trace_id_of(attempt.request_headers.get("traceparent")) != call.trace_id) continue;
    if (lines.size() == kMostAttemptsShown) break;
    std::string text = "  " + attempt.edge + ": " + attempt.method + " " + attempt.target;
    text += attempt.status == 0 ? " was not answered" : " answered " + std::to_string(attempt.status);
    for (const auto& applied : attempt.faults) text += "; " + applied.kind + ": " + applied.step;
    if (attempt.legality != chaos::Legality::unknown) text += std::string("; ") + to_string(attempt.legality);
    lines.push_back({milliseconds(attempt.request_started), text});
  }
  return lines;
}

}  // namespace squall::harness
