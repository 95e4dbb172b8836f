#include "chaos/patterns/failing_replica.h"

#include <fmt/format.h>

#include <algorithm>

#include "chaos/patterns/crowd.h"
#include "chaos/patterns/evidence.h"
#include "chaos/patterns/statistics.h"

namespace squall::chaos {
namespace {

using namespace std::chrono_literals;

FailingSeen read_mode(const FailureMode& mode, const PhaseRecord& record, const PhaseRecord* healed,
                      const PhaseRecord& baseline, const std::string& failing) {
  FailingSeen seen;
  seen.mode = &mode;
  seen.record = &record;
  Instant last = record.from;
  for (const Attempt* attempt : attempts_on(record, failing)) {
    if (!attempt->faults.empty()) ++seen.struck;
    last = std::max(last, attempt->request_started);
  }
  seen.refused = std::any_of(record.windows.begin(), record.windows.end(), [&](const FaultWindow& window) {
    return window.edge == failing && window.executed.has_value();
  });
  const Instant end = record.calls.back().started;
  if (end - last > std::max<Duration>(500ms, (end - record.from) / 4)) seen.left_after = to_ms(last - record.from);
  const auto failed =
      std::count_if(record.calls.begin(), record.calls.end(), [](const Call& c) { return !went_well(c); });
  seen.errors = 100.0 * static_cast<double>(failed) / static_cast<double>(record.calls.size());
  seen.ejections = ejections_in(record, failing, baseline);
  if (healed == nullptr || healed->calls.empty()) return seen;
  seen.return_watched = true;
  if (const auto back = returned(*healed, failing)) seen.returned_after = to_ms(*back);
  return seen;
}

}  // namespace

std::vector<FailingSeen> read_failing(std::span<const PhaseRecord> records, const std::string& failing) {
  std::vector<FailingSeen> all;
  for (const FailureMode& mode : kFailureModes) {
    const PhaseRecord* record = find_phase(records, mode.name);
    if (record == nullptr || !record->settled || record->calls.empty()) continue;
    const PhaseRecord* healed = find_phase(records, fmt::format("after {}", mode.name));
    FailingSeen seen = read_mode(mode, *record, healed, records.front(), failing);
    if (seen.struck > 0 || seen.refused) all.push_back(std::move(seen));
  }
  return all;
}

void note(const FailingSeen& seen, Measurement& m) {
  const std::string mode = seen.mode->name;
  m.quantities.push_back(quantity_of("errors_on_" + mode, {seen.errors}, "%"));
  if (seen.left_after) m.quantities.push_back(quantity_of("left_after_" + mode, {*seen.left_after}, "ms"));
  if (seen.returned_after) m.quantities.push_back(quantity_of("returned_after_" + mode, {*seen.returned_after}, "ms"));
  if (!seen.ejections.after.empty())
    m.quantities.push_back(quantity_of("ejected_after_" + mode, seen.ejections.after, "attempts"));
  if (!seen.ejections.lasted.empty())
    m.quantities.push_back(quantity_of("ejected_for_" + mode, seen.ejections.lasted, "ms"));
  if (!seen.left_after)
    m.labels.push_back((seen.ejections.lasted.empty() ? "goes on trying: " : "sits out again and again: ") + mode);
  if (seen.never_returned()) m.labels.push_back("never returns: " + mode);
  m.evidence.push_back(
      {seen.record->from,
       fmt::format("the replica {}: {}, {}; {:.0f} % of {} calls failed outside; {}", seen.mode->words,
                   seen.refused ? "its port was closed" : fmt::format("{} attempts met it", seen.struck),
                   seen.left_after ? "the last after " + ms_text(*seen.left_after) : "and they did not end",
                   seen.errors, seen.record->calls.size(),
                   seen.returned_after ? "traffic returned " + ms_text(*seen.returned_after) + " after the heal"
                                       : "no traffic returned")});
}

}  // namespace squall::chaos
