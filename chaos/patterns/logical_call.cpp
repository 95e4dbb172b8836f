#include "chaos/patterns/logical_call.h"

#include <algorithm>
#include <map>
#include <set>

namespace squall::chaos {

using contracts::http::path_of;

bool LogicalCall::injected() const {
  return std::any_of(attempts.begin(), attempts.end(), [](const Attempt* a) { return !a->faults.empty(); });
}

std::string operation_of(const Attempt& attempt) {
  if (!attempt.operation.empty()) return attempt.operation;
  if (attempt.method.empty()) return "connection";
  return attempt.method + " " + std::string(path_of(attempt.target));
}

std::string trace_of(const Attempt& attempt, std::string_view correlation_header) {
  const std::string_view value = attempt.request_headers.get(correlation_header);
  if (!contracts::http::equal_ignoring_case(correlation_header, "traceparent")) return std::string(value);
  // version "-" trace-id "-" parent-id "-" flags (W3C Trace Context, section 3.2.2)
  return value.size() >= 35 ? std::string(value.substr(3, 32)) : std::string();
}

Instant end_of(const Attempt& attempt) {
  if (attempt.ended && attempt.ended_by != Peer::none) return *attempt.ended;  // in the middle, maybe
  if (attempt.last_byte) return *attempt.last_byte;
  if (attempt.ended) return *attempt.ended;
  if (attempt.consumer_closed) return *attempt.consumer_closed;
  return attempt.request_complete.value_or(attempt.request_started);
}

std::vector<LogicalCall> logical_calls(const PhaseRecord& record, std::string_view correlation_header) {
  std::vector<LogicalCall> found(record.calls.size());
  std::map<std::string, std::size_t> by_trace;
  for (std::size_t i = 0; i < record.calls.size(); ++i) {
    found[i].call = &record.calls[i];
    if (!record.calls[i].trace_id.empty()) by_trace.emplace(record.calls[i].trace_id, i);
  }
  std::vector<const Attempt*> ordered;
  for (const Attempt& attempt : record.attempts) ordered.push_back(&attempt);
  std::stable_sort(ordered.begin(), ordered.end(),
                   [](const Attempt* a, const Attempt* b) { return a->request_started < b->request_started; });
  for (const Attempt* attempt : ordered) {
    const auto traced = by_trace.find(trace_of(*attempt, correlation_header));
    if (traced != by_trace.end()) {
      found[traced->second].attempts.push_back(attempt);
      continue;
    }
    // What never came to a request could not carry a trace.
    const bool mute = attempt->method.empty() && !attempt->faults.empty();
    if ((record.traced && !mute) || record.phase.pace != Pace::alone) continue;
    const auto later = std::find_if(found.begin(), found.end(), [&](const LogicalCall& call) {
      return call.call->started > attempt->request_started;
    });
    if (later != found.begin()) std::prev(later)->attempts.push_back(attempt);
  }
  return found;
}

std::vector<Attempt> own_attempts(const PhaseRecord& record, std::string_view correlation_header) {
  if (!record.traced) return record.attempts;
  std::set<std::string_view> traces;
  for (const auto* calls : {&record.calls, &record.beside}) {
    for (const Call& call : *calls) traces.insert(call.trace_id);
  }
  std::vector<Attempt> own;
  for (const Attempt& attempt : record.attempts) {
    // What never came to a request could not carry a trace.
    if (attempt.method.empty() || traces.contains(trace_of(attempt, correlation_header))) own.push_back(attempt);
  }
  return own;
}

std::size_t Design::calls_of(std::string_view operation) const {
  for (const Use& use : uses) {
    if (use.operation == operation) return use.calls;
  }
  return 0;
}

std::size_t Design::alike_of(std::string_view operation) const {
  for (const Use& use : uses) {
    if (use.operation == operation) return std::max<std::size_t>(use.alike, 1);
  }
  return 1;
}

Design design_of(std::span<const PhaseRecord> records, std::string_view correlation_header) {
  Design design;
  for (const PhaseRecord& record : records) {
    if (!record.phase.faults.empty()) continue;
    for (const LogicalCall& call : logical_calls(record, correlation_header)) {
      std::map<std::string, std::map<std::pair<std::string, std::uint64_t>, std::size_t>> counts;
      for (const Attempt* attempt : call.attempts)
        ++counts[operation_of(*attempt)][{attempt->target, attempt->body_hash}];
      for (const auto& entry : counts) {
        Design::Use seen{entry.first, 0, 0};
        for (const auto& same : entry.second) {
          seen.calls += same.second;
          seen.alike = std::max(seen.alike, same.second);
        }
        const auto known = std::find_if(design.uses.begin(), design.uses.end(),
                                        [&](const Design::Use& use) { return use.operation == seen.operation; });
        if (known == design.uses.end()) {
          design.uses.push_back(seen);
        } else {
          known->calls = std::max(known->calls, seen.calls);
          known->alike = std::max(known->alike, seen.alike);
        }
      }
    }
  }
  return design;
}

std::vector<AttemptGroup> groups_of(const LogicalCall& call, const Design& design) {
  std::vector<AttemptGroup> groups;
  for (const Attempt* attempt : call.attempts) {
    const std::string operation = operation_of(*attempt);
    const bool several = design.calls_of(operation) > 1;
    const auto group = std::find_if(groups.begin(), groups.end(), [&](const AttemptGroup& g) {
      const Attempt& first = *g.attempts.front();
      return g.operation == operation &&
             (!several || (first.target == attempt->target && first.body_hash == attempt->body_hash));
    });
    if (group != groups.end()) {
      group->attempts.push_back(attempt);
    } else {
      groups.push_back(AttemptGroup{operation, call.call, {attempt}});
    }
  }
  return groups;
}

const PhaseRecord* find_phase(std::span<const PhaseRecord> records, std::string_view name) {
  const auto found =
      std::find_if(records.begin(), records.end(), [&](const PhaseRecord& r) { return r.phase.name == name; });
  return found == records.end() ? nullptr : &*found;
}

std::size_t count_phases(std::span<const PhaseRecord> records, std::string_view name) {
  return static_cast<std::size_t>(
      std::count_if(records.begin(), records.end(), [&](const PhaseRecord& r) { return r.phase.name == name; }));
}

}  // namespace squall::chaos
