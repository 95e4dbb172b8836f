// The pure parts: what calls amount to, when to abort, what expectations say.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/experiment/abort_watch.h"
#include "harness/experiment/comparison.h"
#include "harness/experiment/expectations.h"
#include "harness/experiment/injection.h"
#include "harness/experiment/plan.h"
#include "harness/experiment/series.h"

namespace squall::harness {
namespace {

using chaos::Call;
using chaos::CallError;
using chaos::Instant;
using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::ElementsAre;
using testing::HasSubstr;
using Op = Comparison::Op;

Call call(Instant due, milliseconds took, int status, CallError error = CallError::none) {
  Call made;
  made.method = "GET";
  made.target = "/";
  made.due = made.started = due;
  made.finished = due + took;
  made.status = status;
  made.error = error;
  return made;
}

struct CompareRow {
  const char* name;
  Comparison comparison;
  double value;
  bool expected;
};
class Compares : public testing::TestWithParam<CompareRow> {};
TEST_P(Compares, AsWritten) {
  EXPECT_EQ(holds(GetParam().comparison, GetParam().value), GetParam().expected);
}
INSTANTIATE_TEST_SUITE_P(Comparison, Compares,
                         testing::Values(CompareRow{"less", {Op::less, 1}, 0.9, true},
                                         CompareRow{"less_equal", {Op::less_equal, 1}, 1, true},
                                         CompareRow{"less_at", {Op::less, 1}, 1, false},
                                         CompareRow{"greater", {Op::greater, 1}, 1, false},
                                         CompareRow{"greater_equal", {Op::greater_equal, 0.99}, 0.99, true},
                                         CompareRow{"greater_equal_below", {Op::greater_equal, 0.99}, 0.98, false}),
                         [](const auto& row) { return row.param.name; });

TEST(Texts, RoundTowardsTheTruth) {
  EXPECT_EQ(share_text(0.9996), "99.9 %");
  EXPECT_EQ(share_text(1.0), "100 %");
  EXPECT_EQ(share_text(0.29), "29 %");
  EXPECT_EQ(share_text(Comparison{Op::greater_equal, 0.999}), ">= 99.9 %");
  EXPECT_EQ(duration_text(Comparison{Op::less_equal, 1}), "<= 1s");
  EXPECT_EQ(duration_text(0.4123), "412ms");
}

TEST(LoadFigures, CountWhatFailedAndWhatCouldNotBeSent) {
  const auto figures =
      figures_of({call(seconds(0), milliseconds(10), 200), call(seconds(1), milliseconds(20), 503),
                  call(seconds(2), milliseconds(30), 302), call(seconds(3), milliseconds(40), 200, CallError::closed),
                  call(seconds(4), milliseconds(50), 0, CallError::cancelled)},
                 1);
  EXPECT_EQ(figures.calls, 4u);
  EXPECT_EQ(figures.succeeded, 2u);
  EXPECT_DOUBLE_EQ(figures.success(), 0.4);
  EXPECT_NEAR(figures.seconds(1), 0.040, 1e-9);
  EXPECT_DOUBLE_EQ(figures_of({}).success(), 1);
}

struct AbortRow {
  const char* name;
  int good, bad, open;  // in the last 3 s; open ones began 4 s ago
  int running_for;      // seconds
  bool aborts;
};
class Aborts : public testing::TestWithParam<AbortRow> {};
TEST_P(Aborts, WhenSuccessStaysBelowTheLine) {
  const AbortRow& row = GetParam();
  AbortWatch watch({{Op::less, 0.5}, seconds(3)});
  const Instant now = seconds(100);
  std::uint64_t id = 0;
  watch.started(++id, now - seconds(row.running_for));
  watch.finished(id, now - seconds(row.running_for), true);
  for (int i = 0; i < row.open; ++i) watch.started(++id, now - seconds(4));
  for (int i = 0; i < row.good + row.bad; ++i) {
    watch.started(++id, now - seconds(2));
    watch.finished(id, now - seconds(1), i < row.good);
  }
  const auto verdict = watch.verdict(now);
  EXPECT_EQ(verdict.has_value(), row.aborts);
  EXPECT_THAT(verdict.value_or("over the last 3s, and the experiment is to stop when it is < 50 %"),
              HasSubstr("over the last 3s, and the experiment is to stop when it is < 50 %"));
}
INSTANTIATE_TEST_SUITE_P(
    AbortWatch, Aborts,
    testing::Values(AbortRow{"all_good", 10, 0, 0, 50, false}, AbortRow{"all_bad", 0, 10, 0, 50, true},
                    AbortRow{"at_the_line", 5, 5, 0, 50, false}, AbortRow{"below_the_line", 4, 6, 0, 50, true},
                    AbortRow{"too_early", 0, 10, 0, 2, false}, AbortRow{"all_hang", 0, 0, 3, 50, true},
                    AbortRow{"hanging_ones_count", 4, 0, 5, 50, true}, AbortRow{"nothing_seen", 0, 0, 0, 50, false}),
    [](const auto& row) { return row.param.name; });

TEST(AbortWatch, ForgetsWhatIsLongPast) {
  AbortWatch watch({{Op::less, 0.5}, seconds(3)});
  for (std::uint64_t id = 1; id <= 10; ++id) {
    watch.started(id, seconds(1));
    watch.finished(id, seconds(2), false);
  }
  watch.started(11, seconds(9));
  watch.finished(11, seconds(9), true);
  EXPECT_FALSE(watch.verdict(seconds(10)));
}

TEST(Series, PutsCallsIntoBucketsByWhenTheyWereDue) {
  const auto series =
      series_of("x",
                {call(seconds(10), milliseconds(5), 200), call(seconds(10) + milliseconds(120), milliseconds(900), 500),
                 call(seconds(10) + milliseconds(150), milliseconds(7), 0, CallError::cancelled),
                 call(seconds(12), milliseconds(5), 200)},
                seconds(10), seconds(1));
  EXPECT_EQ(series.bucket_ms, 100);
  ASSERT_EQ(series.buckets.size(), 10u);
  EXPECT_EQ(series.buckets[0].at_ms, 10'000);
  EXPECT_EQ(series.buckets[0].calls, 1u);
  EXPECT_EQ(series.buckets[1].calls, 1u);
  EXPECT_EQ(series.buckets[1].errors, 1u);
  EXPECT_EQ(series.buckets[1].p99_ms, 900);
  EXPECT_EQ(series.buckets[9].calls, 1u);
  EXPECT_EQ(series_of("x", {}, seconds(0), seconds(60)).bucket_ms, 1000);
}

TEST(Injection, IsProvenByExecutedStepsOnly) {
  chaos::Attempt hit;
  hit.faults.push_back({"a#1", "abort", "respond 503", seconds(1)});
  hit.faults.push_back({"a#1", "abort", "respond 503", seconds(1)});
  chaos::Attempt unseen = hit;
  hit.legality = chaos::Legality::illegal;
  const auto proof = executed("a#1", {hit, {}, unseen, hit});
  EXPECT_EQ(proof.times, 3u);
  EXPECT_EQ(proof.received, (std::map<std::string, std::uint64_t>{{"illegal", 2}}));
  EXPECT_EQ(executed("a#2", {hit}).times, 0u);
}

TEST(Injection, OfARefusedPortIsProvenByTheListenerAndTraffic) {
  using namespace std::chrono_literals;
  chaos::FaultWindow refused;
  refused.id = "r#1";
  refused.edge = "a-b";
  refused.executed = 2s;
  chaos::FaultWindow never = refused;
  never.executed = std::nullopt;
  chaos::Attempt attempt;
  attempt.edge = "a-b";
  attempt.request_started = 1s;
  EXPECT_TRUE(took_effect("r#1", "a-b", 1s, {refused}, {attempt}));
  EXPECT_FALSE(took_effect("r#1", "a-b", 1s, {never}, {attempt})) << "the port went on listening";
  EXPECT_FALSE(took_effect("r#1", "a-b", 1s, {refused}, {})) << "nothing would have crossed the edge anyway";
  EXPECT_FALSE(took_effect("r#1", "a-b", 1500ms, {refused}, {attempt})) << "only before the experiment";
  EXPECT_FALSE(took_effect("r#2", "a-b", 1s, {refused}, {attempt}));
}

TEST(Injection, IsSaidInWords) {
  chaos::FaultSpec fault;
  fault.kind = "latency";
  fault.parameters = contracts::Value(contracts::Object{{"mean", "800ms"}, {"jitter", "200ms"}});
  fault.share = 0.3;
  fault.match.method = "POST";
  EXPECT_EQ(fault_text(fault), "latency {mean: 800ms, jitter: 200ms}, method POST, 30 % of requests");
}

TEST(Expectations, GiveAFindingForEachThatIsBroken) {
  ExperimentSpec spec;
  spec.expect.success = Comparison{Op::greater_equal, 0.99};
  spec.expect.p50 = Comparison{Op::less_equal, 1};
  spec.expect.p99 = Comparison{Op::less_equal, 0.5};
  spec.expect.location = {"squall.yaml", 12, 5, ""};
  auto slow = call(seconds(1), milliseconds(900), 503);
  slow.trace_id = std::string(32, 'a');
  slow.operation = "GET /";
  const std::vector<Call> calls{slow, call(seconds(2), milliseconds(10), 200), call(seconds(3), milliseconds(10), 200)};
  chaos::Attempt attempt;
  attempt.edge = "orders-payments";
  attempt.method = "POST";
  attempt.target = "/charges";
  attempt.status = 503;
  attempt.request_headers = {{"traceparent", "00-" + slow.trace_id + "-00f067aa0ba902b7-01"}};
  attempt.faults.push_back({"a#1", "abort", "respond 503", seconds(1)});
  const auto findings = judge_expectations(spec, figures_of(calls), calls, {attempt});
  ASSERT_EQ(findings.size(), 2u);
  EXPECT_EQ(findings[0].rule, "experiment.success");
  EXPECT_EQ(findings[0].message, "expected success >= 99 % of calls, found 66.6 % (2 of 3)");
  EXPECT_EQ(findings[0].location.line, 12u);
  EXPECT_EQ(findings[0].operation, "GET /");
  ASSERT_EQ(findings[0].evidence.size(), 2u);
  EXPECT_EQ(findings[0].evidence[0].text, "GET / answered 503 after 900ms");
  EXPECT_EQ(findings[0].evidence[1].text, "  orders-payments: POST /charges answered 503; abort: respond 503");
  EXPECT_EQ(findings[1].rule, "experiment.p99");
  EXPECT_EQ(findings[1].message, "expected p99 <= 500ms, found 900ms over 3 calls");
}

TEST(Plan, SaysWhatAnExperimentWillDo) {
  System system;
  EdgeSpec edge;
  edge.name = "orders-payments";
  edge.from = "orders";
  edge.to = "payments";
  system.edges.push_back(edge);
  ExperimentSpec spec;
  spec.name = "brown-out";
  spec.load = LoadSpec{{"POST", "/orders", {}, {}, {}}, "orders", 50, seconds(20)};
  ScheduledFault fault;
  fault.edge = edge.name;
  fault.fault.kind = "abort";
  fault.from = seconds(5);
  fault.lasts = seconds(10);
  spec.faults.push_back(fault);
  system.experiments.push_back(spec);
  const auto planned = plan_experiments(system);
  ASSERT_EQ(planned.size(), 1u);
  EXPECT_EQ(planned[0].id, "experiment/brown-out");
  EXPECT_THAT(planned[0].edges, ElementsAre("orders-payments"));
  EXPECT_THAT(planned[0].faults, ElementsAre("abort on orders-payments from 5s for 10s"));
  EXPECT_EQ(planned[0].blast_radius,
            "orders receives POST /orders at 50/s for 20s; calls of orders to payments suffer abort");
  EXPECT_GE(planned[0].expected, seconds(20));
}

}  // namespace
}  // namespace squall::harness
