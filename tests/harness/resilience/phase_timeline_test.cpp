#include "harness/resilience/phase_timeline.h"

#include <gtest/gtest.h>

namespace squall::tests {
namespace {

using namespace std::chrono_literals;
using chaos::Attempt;
using chaos::Call;
using chaos::CallError;
using chaos::Duration;
using chaos::Peer;
using chaos::PhaseRecord;
using reports::SpanEnd;

Attempt attempt(const char* edge, Duration from) {
  Attempt one;
  one.edge = edge;
  one.method = "POST";
  one.target = "/charges?token=secret";
  one.request_started = from;
  one.request_complete = from;
  return one;
}

Attempt answered(const char* edge, Duration from, Duration to, int status) {
  Attempt one = attempt(edge, from);
  one.status = status;
  one.first_byte = one.last_byte = one.ended = to;
  return one;
}

Attempt given_up(const char* edge, Duration from, Duration to) {
  Attempt one = attempt(edge, from);
  one.consumer_closed = one.ended = to;
  one.ended_by = Peer::consumer;
  one.faults = {{"1", "delay", "wait 5s", from}};
  return one;
}

Call call(Duration from, Duration to, int status, CallError error = CallError::none) {
  Call one;
  one.method = "POST";
  one.target = "/orders?token=secret";
  one.started = from;
  one.finished = to;
  one.status = status;
  one.error = error;
  return one;
}

PhaseRecord record(const char* name, bool faulted = true) {
  PhaseRecord one;
  one.phase.name = name;
  if (faulted) one.phase.faults.emplace_back();
  one.from = 1s;
  one.to = 3s;
  one.calls = {call(1s, 2s, 503)};
  return one;
}

TEST(PhaseTimeline, HasALaneForOutsideAndForEachEdge) {
  PhaseRecord one = record("hold");
  one.attempts = {given_up("a-b", 1100ms, 1400ms), answered("a-b", 1500ms, 1600ms, 201)};
  one.elsewhere = {answered("b-c", 1150ms, 1160ms, 500)};
  one.windows = {{"1", "a-b", "delay", 900ms, std::nullopt, {}}};
  const auto timeline = harness::phase_timeline(one);
  EXPECT_EQ(timeline.name, "hold");
  EXPECT_EQ(timeline.from_ms, 1000);
  EXPECT_EQ(timeline.to_ms, 3000);
  ASSERT_EQ(timeline.lanes.size(), 3u);
  EXPECT_TRUE(timeline.lanes[0].outside);
  EXPECT_EQ(timeline.lanes[0].spans,
            (std::vector<reports::TimelineSpan>{{1000, 2000, SpanEnd::failed, false, "POST /orders: 503"}}));
  EXPECT_EQ(timeline.lanes[1].name, "a-b");
  EXPECT_EQ(timeline.lanes[1].spans,
            (std::vector<reports::TimelineSpan>{{1100, 1400, SpanEnd::given_up, true, "POST /charges: given up"},
                                                {1500, 1600, SpanEnd::answered, false, "POST /charges: 201"}}));
  EXPECT_EQ(timeline.lanes[2].name, "b-c");
  EXPECT_EQ(timeline.lanes[2].spans.front().end, SpanEnd::failed);
  ASSERT_EQ(timeline.faults.size(), 1u);
  EXPECT_EQ(timeline.faults[0].edge, "a-b");
  EXPECT_EQ(timeline.faults[0].text, "wait 5s");
  EXPECT_EQ(timeline.faults[0].from_ms, 1000) << "no earlier than the phase";
  EXPECT_EQ(timeline.faults[0].to_ms, 3000);
  EXPECT_EQ(timeline.faults[0].applied, 1u);
}

struct Row {
  const char* name;
  Attempt attempt;
  SpanEnd end;
};
class AttemptEnds : public testing::TestWithParam<Row> {};

TEST_P(AttemptEnds, AreTold) {
  PhaseRecord one = record("hold");
  one.attempts = {GetParam().attempt};
  const auto timeline = harness::phase_timeline(one);
  ASSERT_EQ(timeline.lanes.size(), 2u);
  EXPECT_EQ(timeline.lanes[1].spans.front().end, GetParam().end);
  EXPECT_EQ(timeline.lanes[1].spans.front().to_ms.has_value(), GetParam().end != SpanEnd::open);
}

Attempt cut_in_its_body() {
  Attempt one = answered("a-b", 1s, 1100ms, 200);
  one.consumer_closed = one.ended = 1300ms;
  one.ended_by = Peer::consumer;
  return one;
}

Attempt reset() {
  Attempt one = attempt("a-b", 1s);
  one.ended = 1100ms;
  one.ended_by = Peer::proxy;
  return one;
}

INSTANTIATE_TEST_SUITE_P(Rows, AttemptEnds,
                         testing::Values(Row{"Answered", answered("a-b", 1s, 1100ms, 404), SpanEnd::answered},
                                         Row{"Failed", answered("a-b", 1s, 1100ms, 503), SpanEnd::failed},
                                         Row{"AskedToWait", answered("a-b", 1s, 1100ms, 429), SpanEnd::failed},
                                         Row{"GivenUp", given_up("a-b", 1s, 1100ms), SpanEnd::given_up},
                                         Row{"GivenUpInItsBody", cut_in_its_body(), SpanEnd::given_up},
                                         Row{"Reset", reset(), SpanEnd::broken_off},
                                         Row{"Open", attempt("a-b", 1s), SpanEnd::open}),
                         [](const auto& row) { return row.param.name; });

TEST(PhaseTimeline, TellsHowCallsFromOutsideEnded) {
  PhaseRecord one = record("hold");
  one.calls = {call(1s, 2s, 0, CallError::timeout), call(2s, 3s, 0, CallError::reset)};
  const auto spans = harness::phase_timeline(one).lanes.front().spans;
  EXPECT_EQ(spans[0].end, SpanEnd::given_up);
  EXPECT_EQ(spans[1].end, SpanEnd::broken_off);
}

TEST(PhaseTimeline, IsBoundedAndCountsWhatItLeavesOut) {
  PhaseRecord one = record("503");
  for (int i = 0; i < 1000; ++i) one.attempts.push_back(answered("a-b", 1s, 1100ms, 503));
  for (int i = 0; i < 100; ++i) one.elsewhere.push_back(answered(("x-" + std::to_string(i)).c_str(), 1s, 2s, 200));
  const auto timeline = harness::phase_timeline(one);
  EXPECT_EQ(timeline.lanes[1].spans.size() + timeline.lanes[1].left_out, 1000u);
  EXPECT_LE(timeline.lanes[1].spans.size(), 40u);
  EXPECT_LE(timeline.lanes.size(), 9u);
}

TEST(MeasuredTimeline, ShowsEachKindOfFaultOnce) {
  std::vector<PhaseRecord> records{record("baseline", false), record("hold"),  record("hold"),   record("503"),
                                   record("reset"),           record("stall"), record("trickle")};
  records[3].settled = false;
  const auto measured = harness::measured_timeline(records);
  std::string names;
  for (const auto& phase : measured.phases) names += phase.name + " ";
  EXPECT_EQ(names, "hold reset stall trickle ");
  EXPECT_EQ(measured.left_out, 1u);
}

}  // namespace
}  // namespace squall::tests
