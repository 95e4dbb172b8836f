#include "chaos/patterns/crowd.h"

#include <algorithm>
#include <optional>

#include "chaos/patterns/statistics.h"

namespace squall::chaos {
namespace {

// At the same instant an end counts before a beginning.
std::size_t most_at_once(std::vector<std::pair<Instant, int>> changes) {
  std::sort(changes.begin(), changes.end());
  std::ptrdiff_t open = 0, most = 0;
  for (const auto& change : changes) most = std::max(most, open += change.second);
  return static_cast<std::size_t>(most);
}

}  // namespace

std::size_t most_open(std::span<const Attempt> attempts, Instant end) {
  std::vector<std::pair<Instant, int>> changes;
  for (const Attempt& attempt : attempts) {
    changes.emplace_back(attempt.request_started, 1);
    changes.emplace_back(attempt.ended.value_or(attempt.last_byte.value_or(end)), -1);
  }
  return most_at_once(std::move(changes));
}

std::size_t most_open(std::span<const Call> calls) {
  std::vector<std::pair<Instant, int>> changes;
  for (const Call& call : calls) {
    changes.emplace_back(call.started, 1);
    changes.emplace_back(call.finished, -1);
  }
  return most_at_once(std::move(changes));
}

bool went_well(const Call& call) {
  return call.error == CallError::none && call.status > 0 && call.status < 400;
}

double ms_of(const Call& call) {
  return to_ms(call.finished - call.started);
}

Duration spread_of(std::span<const Call> calls) {
  if (calls.empty()) return Duration(0);
  const auto [first, last] = std::minmax_element(calls.begin(), calls.end(),
                                                 [](const Call& a, const Call& b) { return a.started < b.started; });
  return last->started - first->started;
}

bool gave_up(std::span<const Attempt> attempts) {
  return std::any_of(attempts.begin(), attempts.end(),
                     [](const Attempt& a) { return a.ended_by == Peer::consumer && a.status == 0; });
}

bool any_injected(std::span<const PhaseRecord> records, std::string_view correlation_header) {
  return std::any_of(records.begin(), records.end(), [&](const PhaseRecord& record) {
    const auto own = own_attempts(record, correlation_header);
    return std::any_of(own.begin(), own.end(), [](const Attempt& attempt) { return !attempt.faults.empty(); });
  });
}

void add_beside(BesideFigures& to, const PhaseRecord& record, std::string_view member) {
  std::optional<Instant> first;
  Instant last{};
  for (const Call& call : record.beside) {
    if (call.purpose != member) continue;
    if (!first) first = call.started;
    last = call.started;
    ++to.asked;
    if (went_well(call)) ++to.well;
    to.ms.push_back(ms_of(call));
  }
  // From one to the next: what is cut off at the phase's ends says nothing about the route.
  if (first) to.seconds += to_ms(last - *first + record.phase.beside_every) / 1000;
}

}  // namespace squall::chaos
