#include "chaos/patterns/tier_above.h"

#include <algorithm>
#include <map>

namespace squall::chaos {
namespace {

// The consumer answered, so it is not still at it.
bool answered(const Attempt& above) {
  return above.last_byte && above.ended_by != Peer::consumer;
}

bool one_after_the_other(const std::vector<const Attempt*>& above) {
  for (std::size_t i = 0; i + 1 < above.size(); ++i) {
    if (!answered(*above[i]) || end_of(*above[i]) > above[i + 1]->request_started) return false;
  }
  return true;
}

}  // namespace

bool is_above(const Attempt& attempt, const Call& call, const PhaseRecord& record, const PatternInput& input) {
  if (std::find(input.edges_above.begin(), input.edges_above.end(), attempt.edge) == input.edges_above.end())
    return false;
  const std::string trace = trace_of(attempt, input.correlation_header);
  return !trace.empty() ? trace == call.trace_id : record.calls.size() == 1;
}

std::vector<const Attempt*> attempts_above(const Call& call, const PhaseRecord& record, const PatternInput& input) {
  std::map<std::string_view, std::vector<const Attempt*>> by_edge;
  for (const Attempt& attempt : record.elsewhere) {
    if (is_above(attempt, call, record, input)) by_edge[attempt.edge].push_back(&attempt);
  }
  std::vector<const Attempt*> most;
  for (auto& [edge, attempts] : by_edge) {
    if (attempts.size() > most.size()) most = std::move(attempts);
  }
  std::stable_sort(most.begin(), most.end(),
                   [](const Attempt* a, const Attempt* b) { return a->request_started < b->request_started; });
  return most;
}

CallsFromAbove apart_by_tier_above(const LogicalCall& call, const PhaseRecord& record, const PatternInput& input,
                                   std::size_t in_calm) {
  const auto above = attempts_above(*call.call, record, input);
  if (above.size() <= std::max<std::size_t>(in_calm, 1)) return {{call}};
  if (!one_after_the_other(above)) return {{}, false};
  CallsFromAbove found;
  for (const Attempt* attempt : call.attempts) {
    const auto next = std::upper_bound(above.begin(), above.end(), attempt->request_started,
                                       [](Instant when, const Attempt* a) { return when < a->request_started; });
    const auto turn = static_cast<std::size_t>(std::max<std::ptrdiff_t>(next - above.begin(), 1));
    while (found.calls.size() < turn) found.calls.push_back({call.call, {}});
    found.calls.back().attempts.push_back(attempt);
  }
  std::erase_if(found.calls, [](const LogicalCall& one) { return one.attempts.empty(); });
  return found;
}

std::size_t most_above_in_calm(std::span<const PhaseRecord> records, const PatternInput& input) {
  std::size_t most = 0;
  for (const PhaseRecord& record : records) {
    if (!record.phase.faults.empty()) continue;
    for (const Call& call : record.calls) most = std::max(most, attempts_above(call, record, input).size());
  }
  return most;
}

}  // namespace squall::chaos
