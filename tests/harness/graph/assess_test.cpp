// What is told of a system whose answers are scripted: violations only where it was seen to commit them.

#include "harness/graph/assess.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "tests/chaos/graph/drawn_calls.h"

namespace squall::tests {
namespace {

using chaos::PhaseRecord;
using harness::GraphAssessment;
using harness::GraphEntry;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// Records by what was played: "calm", "abort b-c", "delay b-c".
class ScriptedTrials : public harness::GraphTrials {
 public:
  std::map<std::string, PhaseRecord> records;
  std::vector<std::string> played;

  PhaseRecord in_calm(const GraphEntry& entry, std::size_t) override { return play("calm " + entry.operation); }
  PhaseRecord under(const GraphEntry& entry, const std::string& edge, const chaos::FaultSpec& fault, Duration,
                    Duration) override {
    return play(fault.kind + " " + edge + " " + entry.operation);
  }
  bool stopped() const override { return false; }

 private:
  PhaseRecord play(const std::string& what) {
    played.push_back(what);
    return records[what];
  }
};

class Assess : public testing::Test {
 protected:
  Assess() {
    system.edges = {http_edge("a", "b"), http_edge("b", "c")};
    limits = {drawn_limits("a-b", 300ms, 1), drawn_limits("b-c", 100ms, 1)};
    trials.records["calm GET /a"] =
        record(200, {drawn_attempt("a-b", "GET /b", 1ms, 19ms), drawn_attempt("b-c", "GET /c", 2ms, 18ms)});
    fails("a-b", 503);
    fails("b-c", 503);
  }

  static harness::EdgeSpec http_edge(const std::string& from, const std::string& to) {
    harness::EdgeSpec edge;
    edge.name = from + "-" + to;
    edge.from = from;
    edge.to = to;
    edge.protocol = harness::EdgeProtocol::http;
    return edge;
  }
  static PhaseRecord record(int status, std::vector<Attempt> attempts, Duration took = 20ms) {
    PhaseRecord one;
    one.to = 10s;
    one.calls = {drawn_call(0ms, took)};
    one.calls.front().status = status;
    one.attempts = std::move(attempts);
    return one;
  }
  static Attempt struck(Attempt attempt) {
    attempt.faults = {{"1", "abort", "respond 503", attempt.request_started}};
    return attempt;
  }
  // Under 503 on the edge, which gets so many attempts of one call.
  void fails(const std::string& edge, int status, int attempts = 1) {
    std::vector<Attempt> all;
    all.reserve(static_cast<std::size_t>(attempts));
    for (int n = 0; n < attempts; ++n)
      all.push_back(struck(drawn_attempt(edge, edge == "a-b" ? "GET /b" : "GET /c", 2ms + n * 1ms, 3ms + n * 1ms)));
    trials.records["abort " + edge + " GET /a"] = record(status, std::move(all));
  }
  // a gives up after 300 ms; b, whose reply from c is held, at `until`.
  void holds(Duration until) {
    Attempt outer = drawn_attempt("a-b", "GET /b", 1ms, 301ms),
            inner = struck(drawn_attempt("b-c", "GET /c", 2ms, until));
    for (Attempt* one : {&outer, &inner}) {
      one->consumer_closed = one->ended;
      one->ended_by = chaos::Peer::consumer;
      one->first_byte.reset(), one->last_byte.reset();
      one->status = 0;
    }
    trials.records["delay b-c GET /a"] = record(503, {outer, inner}, 305ms);
  }
  GraphAssessment assess(std::vector<std::string> operations = {"GET /a"}) {
    std::vector<GraphEntry> entries;
    entries.reserve(operations.size());
    for (std::string& operation : operations) entries.push_back({"a", std::move(operation), {}});
    return harness::assess_graph(entries, limits, trials, system, {});
  }

  harness::System system;
  std::vector<EdgeLimits> limits;
  ScriptedTrials trials;
};

TEST_F(Assess, OfASoundSystemFindsNothing) {
  const auto found = assess();
  EXPECT_THAT(found.violations, IsEmpty());
  EXPECT_THAT(found.notes, IsEmpty());
  ASSERT_EQ(found.entries.size(), 1u);
  EXPECT_EQ(found.entries.front().worst, "at most 104 ms");
  EXPECT_THAT(trials.played, ElementsAre("calm GET /a", "abort a-b GET /a", "abort b-c GET /a"));
}

TEST_F(Assess, NamesWhatItFailsWith) {
  fails("b-c", 200);  // b has a fallback
  EXPECT_THAT(assess().entries.front().single_points, ElementsAre("a-b"));
}

TEST_F(Assess, DoesNotSayWhatWasNotProven) {
  trials.records["abort b-c GET /a"].attempts.front().faults.clear();
  const auto found = assess();
  EXPECT_THAT(found.entries.front().single_points, ElementsAre("a-b"));
  EXPECT_THAT(found.notes, ElementsAre(HasSubstr("what a GET /a does when b-c fails is not known")));
}

TEST_F(Assess, TellsTimeoutsInTheWrongOrderOnceTheyWereSeen) {
  limits[1] = drawn_limits("b-c", 900ms, 1);
  holds(902ms);
  const auto found = assess();
  ASSERT_EQ(found.violations.size(), 1u);
  const auto& violation = found.violations.front();
  EXPECT_EQ(violation.rule, "resilience.graph.timeout-order");
  EXPECT_EQ(violation.edge, "b-c");
  EXPECT_THAT(violation.message, HasSubstr("a waits 300 ms for GET /b of b, which may take 902 ms"));
  EXPECT_THAT(violation.message, HasSubstr("b worked on for 601 ms after a had given up"));
  EXPECT_THAT(violation.edges, ElementsAre("a-b", "b-c"));
  EXPECT_EQ(violation.timeline.phases.size(), 1u);
  for (std::size_t i = 2; i < violation.evidence.size(); ++i)
    EXPECT_LE(violation.evidence[i - 1].at, violation.evidence[i].at) << "in the order of time";
}

TEST_F(Assess, OnlyNotesTimeoutsInTheWrongOrderThatDoNotShow) {
  limits[1] = drawn_limits("b-c", 900ms, 1);
  holds(303ms);  // b hears that a has left
  const auto found = assess();
  EXPECT_THAT(found.violations, IsEmpty());
  EXPECT_THAT(found.notes, ElementsAre(HasSubstr("played, it did not show: the called gave up with its caller")));
}

TEST_F(Assess, NotesWhatWasNotMeasured) {
  limits.pop_back();
  const auto found = assess();
  EXPECT_THAT(found.violations, IsEmpty());
  EXPECT_THAT(found.notes,
              ElementsAre("whether a-b outwaits GET /b of b is not known: no timeout of b-c was measured"));
}

TEST_F(Assess, TellsRetriesThatMultiplyOnceTheyWereSeen) {
  limits = {drawn_limits("a-b", 900ms, 3), drawn_limits("b-c", 100ms, 2)};
  fails("b-c", 503, 6);
  const auto found = assess();
  ASSERT_EQ(found.violations.size(), 1u);
  EXPECT_EQ(found.violations.front().rule, "resilience.graph.amplification");
  EXPECT_THAT(found.violations.front().message, HasSubstr("(3 on a-b x 2 on b-c); played, it was 6"));
}

TEST_F(Assess, OnlyNotesRetriesThatDoNotMultiply) {
  limits = {drawn_limits("a-b", 900ms, 3), drawn_limits("b-c", 100ms, 2)};
  fails("b-c", 503, 2);  // a does not try this failure again
  const auto found = assess();
  EXPECT_THAT(found.violations, IsEmpty());
  EXPECT_THAT(found.notes, ElementsAre(HasSubstr("played, it was 2")));
}

TEST_F(Assess, TellsACircleOnceACallGoesRound) {
  system.edges.push_back(http_edge("c", "a"));
  EXPECT_THAT(assess().notes, Contains(HasSubstr("no call was seen to go round")));
  trials.records["calm GET /a"].attempts.push_back(drawn_attempt("c-a", "GET /a", 4ms, 9ms));
  const auto found = assess();
  ASSERT_EQ(found.violations.size(), 1u);
  EXPECT_EQ(found.violations.front().rule, "resilience.graph.cycle");
  EXPECT_THAT(found.violations.front().message, HasSubstr("a > b > c > a"));
}

TEST_F(Assess, LeavesOutWhatFailsInCalm) {
  trials.records["calm GET /a"].calls.front().status = 500;
  const auto found = assess();
  EXPECT_THAT(found.entries, IsEmpty());
  EXPECT_THAT(found.notes, ElementsAre(HasSubstr("a GET /a is not in the graph: in calm, 500 after 20 ms")));
}

TEST_F(Assess, KeepsEntryOperationsApart) {
  trials.records["calm GET /other"] = record(200, {drawn_attempt("a-b", "GET /b", 1ms, 19ms)});
  trials.records["abort a-b GET /other"] = record(200, {struck(drawn_attempt("a-b", "GET /b", 2ms, 3ms))});
  const auto found = assess({"GET /a", "GET /other", "GET /a"});
  ASSERT_EQ(found.entries.size(), 2u) << "one that was seen at work already is not played again";
  EXPECT_THAT(found.entries[0].single_points, ElementsAre("a-b", "b-c"));
  EXPECT_THAT(found.entries[1].single_points, IsEmpty());
}

}  // namespace
}  // namespace squall::tests
