#include "chaos/patterns/failing_replica.h"

#include <fmt/format.h>

#include <algorithm>

#include "chaos/patterns/crowd.h"
#include "chaos/patterns/evidence.h"
#include "chaos/patterns/expectation.h"
#include "chaos/patterns/logical_call.h"
#include "chaos/patterns/statistics.h"
#include "chaos/patterns/trouble.h"

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
  seen.unseen = std::any_of(record.windows.begin(), record.windows.end(), [&](const FaultWindow& window) {
    return window.edge == failing && window.executed.has_value();
  });
  const Instant end = record.calls.back().started;
  if (end - last > std::max<Duration>(500ms, (end - record.from) / 4)) seen.left_after = to_ms(last - record.from);
  const auto failed =
      std::count_if(record.calls.begin(), record.calls.end(), [](const Call& c) { return !went_well(c); });
  seen.errors = 100.0 * static_cast<double>(failed) / static_cast<double>(record.calls.size());
  if (is_move(mode)) {
    seen.unseen = was_moved(record);
    seen.move = after_move(record, failing);
  } else {
    seen.ejections = ejections_in(record, failing, baseline);
  }
  if (healed == nullptr || healed->calls.empty()) return seen;
  seen.return_watched = true;
  if (const auto back = returned(*healed, failing)) seen.returned_after = to_ms(*back);
  return seen;
}

// The ejection that outlasted the watch: until the first attempt of the longer one.
void add_longer(std::span<const PhaseRecord> records, const std::string& failing, FailingSeen& seen) {
  const PhaseRecord* longer = find_phase(records, std::string(kLonger) + seen.mode->name);
  const auto before = attempts_on(*seen.record, failing);
  if (longer == nullptr || !longer->settled || longer->calls.empty() || before.empty()) return;
  const auto again = attempts_on(*longer, failing);
  const Instant left = std::max(before.back()->request_started, end_of(*before.back()));
  if (again.empty()) {
    seen.not_tried_for = to_ms(longer->to - left);
  } else {
    seen.ejections.lasted.push_back(
        to_ms(again.front()->request_started - left - spacing_of(records.front(), failing) / 2));
  }
}

}  // namespace

bool is_move(const FailureMode& mode) {
  return mode.name == std::string_view("move");
}

FaultSpec fault_of(std::string_view mode, const PatternInput& input) {
  if (mode == "refuse") return refuse_connections();
  if (mode == "reset") return reset_before_reply();
  if (mode == "move") return move_address();
  if (mode == "hang") return hold_reply(hold_for_timeout(input));
  FaultSpec gray = answer_with(503);
  if (mode == "flaky") gray.every = 2;
  return gray;
}

bool asked_for(const contracts::Value& expectation, std::string_view mode) {
  const auto on = text_in(expectation, "on");
  return !on || on->find(mode) != std::string::npos;
}

bool wanted(const PatternInput& input, const FailureMode& mode) {
  return asked_for(input.expectation, mode.name) && (!is_move(mode) || input.address_can_move);
}

std::vector<FailingSeen> read_failing(std::span<const PhaseRecord> records, const std::string& failing) {
  std::vector<FailingSeen> all;
  for (const FailureMode& mode : kFailureModes) {
    const PhaseRecord* record = find_phase(records, mode.name);
    if (record == nullptr || !record->settled || record->calls.empty()) continue;
    const PhaseRecord* healed = find_phase(records, fmt::format("after {}", mode.name));
    FailingSeen seen = read_mode(mode, *record, healed, records.front(), failing);
    add_longer(records, failing, seen);
    if (seen.struck > 0 || seen.unseen) all.push_back(std::move(seen));
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
  if (is_move(*seen.mode)) note_move(seen.move, m);
  if (seen.not_tried_for)
    m.labels.push_back(fmt::format("not tried again within {}: {}", ms_text(*seen.not_tried_for), mode));
  if (!seen.left_after)
    m.labels.push_back((seen.ejections.lasted.empty() ? "goes on trying: " : "sits out again and again: ") + mode);
  if (seen.never_returned()) m.labels.push_back("never returns: " + mode);
  m.evidence.push_back(
      {seen.record->from,
       fmt::format("the replica {}: {}, {}; {:.0f} % of {} calls failed outside; {}", seen.mode->words,
                   is_move(*seen.mode) ? "its name led elsewhere"
                   : seen.unseen       ? "its port was closed"
                                       : fmt::format("{} attempts met it", seen.struck),
                   seen.left_after ? "the last after " + ms_text(*seen.left_after) : "and they did not end",
                   seen.errors, seen.record->calls.size(),
                   seen.returned_after ? "traffic returned " + ms_text(*seen.returned_after) + " after the heal"
                                       : "no traffic returned")});
}

}  // namespace squall::chaos
