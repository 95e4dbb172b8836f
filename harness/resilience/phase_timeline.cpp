#include "harness/resilience/phase_timeline.h"

#include <algorithm>
#include <set>

#include "chaos/patterns/evidence.h"
#include "chaos/patterns/logical_call.h"
#include "chaos/patterns/statistics.h"
#include "contracts/http/message.h"

namespace squall::harness {
namespace {

using chaos::to_ms;
using reports::SpanEnd;

constexpr std::size_t kMostSpans = 40;
constexpr std::size_t kMostLanes = 8;
constexpr std::size_t kMostPhases = 4;
constexpr std::size_t kMostFaults = 40;

bool is_failure(int status) {
  return status >= 500 || status == 429;
}

SpanEnd kind_of_end(const chaos::Call& call) {
  if (call.status != 0) return is_failure(call.status) ? SpanEnd::failed : SpanEnd::answered;
  const bool left = call.error == chaos::CallError::timeout || call.error == chaos::CallError::cancelled;
  return left ? SpanEnd::given_up : SpanEnd::broken_off;
}

SpanEnd kind_of_end(const chaos::Attempt& attempt) {
  const bool left = attempt.consumer_closed && attempt.ended_by != chaos::Peer::proxy &&
                    attempt.ended_by != chaos::Peer::provider &&
                    (!attempt.last_byte || *attempt.consumer_closed < *attempt.last_byte ||
                     attempt.ended_by == chaos::Peer::consumer);
  if (left && (attempt.status == 0 || attempt.ended_by == chaos::Peer::consumer)) return SpanEnd::given_up;
  if (!attempt.ended && !attempt.last_byte) return SpanEnd::open;
  if (attempt.status == 0) return SpanEnd::broken_off;
  return is_failure(attempt.status) ? SpanEnd::failed : SpanEnd::answered;
}

std::string in_words(const std::string& operation, SpanEnd end, int status) {
  switch (end) {
    case SpanEnd::given_up:
      return operation + ": given up";
    case SpanEnd::broken_off:
      return operation + ": broken off";
    case SpanEnd::open:
      return operation + ": still open";
    default:
      return operation + ": " + std::to_string(status);
  }
}

reports::TimelineSpan span_of(const chaos::Call& call) {
  reports::TimelineSpan span;
  span.from_ms = to_ms(call.started);
  span.to_ms = to_ms(call.finished);
  span.end = kind_of_end(call);
  const std::string operation =
      call.operation.empty() ? call.method + " " + std::string(contracts::http::path_of(call.target)) : call.operation;
  span.text = in_words(operation, span.end, call.status);
  return span;
}

reports::TimelineSpan span_of(const chaos::Attempt& attempt) {
  reports::TimelineSpan span;
  span.from_ms = to_ms(attempt.request_started);
  span.end = kind_of_end(attempt);
  if (span.end != SpanEnd::open) span.to_ms = to_ms(chaos::end_of(attempt));
  span.struck = !attempt.faults.empty();
  span.text = in_words(chaos::operation_of(attempt), span.end, attempt.status);
  return span;
}

void add(reports::TimelineSpan span, reports::TimelineLane& lane) {
  if (lane.spans.size() < kMostSpans) {
    lane.spans.push_back(std::move(span));
  } else {
    ++lane.left_out;
  }
}

void add_edges(const std::vector<chaos::Attempt>& attempts, reports::PhaseTimeline& timeline) {
  for (const chaos::Attempt& attempt : attempts) {
    auto lane = std::find_if(timeline.lanes.begin(), timeline.lanes.end(), [&](const reports::TimelineLane& one) {
      return !one.outside && one.name == attempt.edge;
    });
    if (lane == timeline.lanes.end()) {
      if (timeline.lanes.size() > kMostLanes) continue;
      lane = timeline.lanes.insert(lane, reports::TimelineLane{attempt.edge, false, {}, 0});
    }
    add(span_of(attempt), *lane);
  }
}

// The first step that each fault took says more than its kind.
std::string step_of(const std::string& id, const std::vector<chaos::Attempt>& attempts) {
  for (const chaos::Attempt& attempt : attempts) {
    for (const chaos::AppliedFault& applied : attempt.faults) {
      if (applied.id == id) return applied.step;
    }
  }
  return "";
}

reports::FaultSpan shade_of(const chaos::FaultWindow& window, const chaos::PhaseRecord& record) {
  reports::FaultSpan shade;
  shade.edge = window.edge;
  shade.kind = window.kind;
  shade.text = step_of(window.id, record.attempts);
  shade.from_ms = to_ms(std::max(window.from, record.from));
  shade.to_ms = to_ms(std::min(window.to.value_or(record.to), record.to));
  shade.applied = static_cast<std::uint64_t>(
      std::count_if(record.attempts.begin(), record.attempts.end(), [&](const chaos::Attempt& attempt) {
        return std::any_of(attempt.faults.begin(), attempt.faults.end(),
                           [&](const chaos::AppliedFault& applied) { return applied.id == window.id; });
      }));
  if (shade.applied == 0 && window.executed) shade.applied = 1;
  return shade;
}

bool was_struck(const chaos::PhaseRecord& record) {
  return !record.phase.faults.empty() && record.settled && !record.calls.empty();
}

}  // namespace

reports::PhaseTimeline phase_timeline(const chaos::PhaseRecord& record) {
  reports::PhaseTimeline timeline;
  timeline.name = record.phase.name;
  timeline.from_ms = to_ms(record.from);
  timeline.to_ms = to_ms(record.to);
  timeline.lanes.push_back({"outside", true, {}, 0});
  for (const chaos::Call& call : record.calls) add(span_of(call), timeline.lanes.front());
  add_edges(record.attempts, timeline);
  add_edges(record.elsewhere, timeline);
  for (const chaos::FaultWindow& window : record.windows) {
    if (timeline.faults.size() < kMostFaults) timeline.faults.push_back(shade_of(window, record));
  }
  return timeline;
}

reports::MeasuredTimeline measured_timeline(std::span<const chaos::PhaseRecord> records) {
  reports::MeasuredTimeline measured;
  std::set<std::string> shown;
  for (const chaos::PhaseRecord& record : records) {
    if (!was_struck(record)) continue;
    if (shown.size() < kMostPhases && shown.insert(record.phase.name).second) {
      measured.phases.push_back(phase_timeline(record));
    } else {
      ++measured.left_out;
    }
  }
  return measured;
}

}  // namespace squall::harness
