// Whole experiments on a real engine: a server, an edge in front of it, the load sent through the edge.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "harness/experiment/plan.h"
#include "tests/support/orders_contract.h"
#include "tests/support/scripted_server.h"

namespace squall::harness {
namespace {

using contracts::Object;
using contracts::Value;
using reports::Outcome;
using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using tests::plain_answer;
using tests::ScriptedServer;
using tests::ServerAct;
using Op = Comparison::Op;

constexpr const char* kJson = "Content-Type: application/json\r\n";

class Experiment : public testing::Test {
 protected:
  Experiment() {
    EdgeSpec edge;
    edge.name = "orders-payments";
    edge.from = "orders";
    edge.to = "payments";
    system_.edges.push_back(edge);
    spec_.name = "storm";
    spec_.load = LoadSpec{{"GET", "/orders/7", {}, {}, {}}, "orders", 50, milliseconds(600)};
  }

  // /stock reads how many orders came before.
  ServerAct answer(const std::string& raw) {
    const auto asked = [&](const char* start) { return raw.rfind(start, 0) == 0; };
    if (asked("GET /stock")) return {plain_answer(200, "{\"sold\":" + std::to_string(served_.load()) + "}", kJson)};
    if (asked("GET /health")) return {plain_answer(health_)};
    served_ += leaks_ ? 1 : 0;
    return {plain_answer(200, R"({"id":7,"state":"open"})", kJson)};
  }

  void fault(const std::string& kind, Object parameters, milliseconds from = milliseconds(100),
             std::optional<Duration> lasts = milliseconds(300), const std::string& edge = "orders-payments") {
    ScheduledFault scheduled;
    scheduled.edge = edge;
    scheduled.fault.kind = kind;
    scheduled.fault.parameters = Value(std::move(parameters));
    scheduled.from = from;
    scheduled.lasts = lasts;
    spec_.faults.push_back(scheduled);
  }

  static SteadyState healthy() {
    SteadyState state;
    state.request = {"GET", "/health", {}, {}, {}};
    state.service = "payments";
    state.status = 200;
    return state;
  }

  void with_contract() { contracts_["orders"] = tests::orders_router(); }

  reports::Check run(bool inject = true) {
    system_.experiments = {spec_};
    chaos::EngineOptions options;
    options.seed = 42;
    options.inject = inject;
    chaos::Engine engine(options, timeline_);
    chaos::EdgeConfig edge;
    edge.name = "orders-payments";
    edge.upstream_port = server_.port();
    const auto port = engine.add_edge(edge);
    if (!port) throw std::runtime_error(port.error().message);
    const reports::EventSink sink = [this](const reports::RunEvent&) { ++events_; };
    RunContext context{system_, engine,     timeline_, sink,      stop_.get_token(), 42, true, {},
                       {},      contracts_, profiles_, coverage_, series_,           {}, {}};
    context.service_urls = {{"orders", "http://127.0.0.1:" + std::to_string(*port)}, {"payments", server_.url()}};
    context.replay = [](const std::string& id) { return "squall run --only '" + id + "'"; };
    return plan_experiments(system_).at(0).run(context);
  }

  chaos::Slice seen() const { return timeline_.slice({}, timeline_.now() + seconds(1)); }
  static std::vector<std::string> rules(const reports::Check& check) {
    std::vector<std::string> names;
    for (const auto& finding : check.findings) names.push_back(finding.rule);
    return names;
  }
  void expect_no_fault_left() const {
    for (const auto& window : seen().windows) EXPECT_TRUE(window.to.has_value()) << window.id;
  }

  std::atomic<int> served_{0};
  std::atomic<int> health_{200};
  bool leaks_ = true;
  ScriptedServer server_{[this](const std::string& raw, std::size_t) { return answer(raw); }};
  System system_;
  ExperimentSpec spec_;
  chaos::Timeline timeline_;
  std::stop_source stop_;
  std::map<std::string, std::shared_ptr<const contracts::match::Router>> contracts_;
  std::vector<reports::EdgeProfile> profiles_;
  std::vector<reports::OperationCoverage> coverage_;
  std::vector<reports::Series> series_;
  int events_ = 0;
};

TEST_F(Experiment, PassesWhenEverythingExpectedHeld) {
  spec_.steady_state = {healthy()};
  fault("latency", {{"mean", "5ms"}});
  spec_.expect.success = Comparison{Op::greater_equal, 0.99};
  spec_.expect.p99 = Comparison{Op::less_equal, 20};
  const auto check = run();
  EXPECT_EQ(check.outcome, Outcome::passed) << check.reason;
  EXPECT_THAT(check.findings, IsEmpty());
  EXPECT_THAT(check.facts, Contains(HasSubstr("success 100 % of 30 calls")));
  EXPECT_THAT(check.facts, Contains(HasSubstr("latency {mean: 5ms} on orders-payments: executed on ")));
  EXPECT_THAT(check.facts, Contains(HasSubstr("steady again")));
  ASSERT_EQ(series_.size(), 1u);
  ASSERT_EQ(series_[0].faults.size(), 1u);
  EXPECT_GT(series_[0].faults[0].applied, 0u);
  EXPECT_LT(series_[0].faults[0].from_ms, series_[0].faults[0].to_ms);
  EXPECT_GT(events_, 0);
  expect_no_fault_left();
}

TEST_F(Experiment, TakesARefusingPortForProof) {
  fault("refuse", {});
  spec_.expect.success = Comparison{Op::greater_equal, 0.99};
  const auto check = run();
  EXPECT_EQ(check.outcome, Outcome::failed) << check.reason;
  EXPECT_THAT(check.facts, Contains(HasSubstr("refuse on orders-payments")));
  EXPECT_THAT(rules(check), Contains("experiment.success"));
}

TEST_F(Experiment, FailsWithTheCallsThatShowIt) {
  fault("abort", {{"status", 503}});
  spec_.expect.success = Comparison{Op::greater_equal, 0.99};
  const auto check = run();
  EXPECT_EQ(check.outcome, Outcome::failed);
  ASSERT_THAT(rules(check), testing::ElementsAre("experiment.success"));
  const auto& finding = check.findings[0];
  EXPECT_EQ(finding.edge, "orders-payments");
  EXPECT_THAT(finding.message, HasSubstr("expected success >= 99 % of calls, found "));
  EXPECT_EQ(finding.replay.command, "squall run --only 'experiment/storm'");
  ASSERT_GE(finding.evidence.size(), 2u);
  EXPECT_THAT(finding.evidence[0].text, HasSubstr("GET /orders/7 answered 503"));
  EXPECT_THAT(finding.evidence[1].text, HasSubstr("orders-payments: GET /orders/7 answered 503; abort: "));
  expect_no_fault_left();
}

TEST_F(Experiment, InjectsNothingIntoASystemThatIsNotSteady) {
  health_ = 500;
  spec_.steady_state = {healthy()};
  fault("abort", {{"status", 503}});
  const auto check = run();
  EXPECT_EQ(check.outcome, Outcome::inconclusive);
  EXPECT_THAT(check.reason, HasSubstr("not steady before the fault"));
  EXPECT_THAT(check.reason, HasSubstr("GET /health answered 500, expected 200"));
  EXPECT_THAT(seen().windows, IsEmpty());
}

TEST_F(Experiment, IsInconclusiveWithoutProofOfInjection) {
  fault("abort", {{"status", 503}});
  spec_.expect.success = Comparison{Op::greater_equal, 0.99};
  const auto check = run(false);
  EXPECT_EQ(check.outcome, Outcome::inconclusive);
  EXPECT_THAT(check.reason, HasSubstr("abort {status: 503} on orders-payments was never executed"));
  EXPECT_THAT(check.findings, IsEmpty());
}

TEST_F(Experiment, IsErroredWhenAFaultCannotBePutOn) {
  fault("abort", {{"status", 503}}, milliseconds(0), {}, "no-such-edge");
  spec_.load->duration = seconds(60);
  const auto check = run();
  EXPECT_EQ(check.outcome, Outcome::errored);
  EXPECT_THAT(check.reason, HasSubstr("no-such-edge"));
}

struct AbortRow {
  const char* name;
  const char* fault;
};
class Aborted : public Experiment, public testing::WithParamInterface<AbortRow> {};

TEST_P(Aborted, LongBeforeTheLoadWouldEnd) {
  fault(GetParam().fault, {}, milliseconds(0), {});
  spec_.load->duration = seconds(600);
  spec_.abort_when = AbortWhen{{Op::less, 0.5}, milliseconds(300)};
  const auto check = run();
  EXPECT_EQ(check.outcome, Outcome::failed) << check.reason;
  EXPECT_THAT(rules(check), Contains("experiment.aborted"));
  expect_no_fault_left();
}

INSTANTIATE_TEST_SUITE_P(Experiment, Aborted,
                         testing::Values(AbortRow{"when_calls_fail", "abort"},
                                         AbortRow{"when_nothing_is_answered", "blackhole"}),
                         [](const auto& row) { return row.param.name; });

TEST_F(Experiment, EndsSoonWhenTheRunIsStopped) {
  fault("abort", {{"status", 503}}, milliseconds(0), {});
  spec_.load->duration = seconds(600);
  std::thread stopper([this] {
    while (seen().calls.size() < 5) std::this_thread::yield();
    stop_.request_stop();
  });
  const auto check = run();
  stopper.join();
  EXPECT_EQ(check.outcome, Outcome::inconclusive);
  EXPECT_EQ(check.reason, "interrupted");
  expect_no_fault_left();
}

struct InvariantRow {
  const char* name;
  bool leaks;
  std::optional<Value> equals;
  Outcome outcome;
  const char* text;
};
class Invariants : public Experiment, public testing::WithParamInterface<InvariantRow> {};

TEST_P(Invariants, AreReadBeforeAndHeldAfter) {
  leaks_ = GetParam().leaks;
  fault("latency", {{"mean", "1ms"}});
  Invariant invariant;
  invariant.probe = {"GET", "/stock/abc", {}, {}, {}};
  invariant.service = "payments";
  invariant.pointer = "/sold";
  invariant.equals = GetParam().equals;
  invariant.within = milliseconds(200);
  invariant.location = {"squall.yaml", 30, 7, ""};
  spec_.invariants = {invariant};
  const auto check = run();
  EXPECT_EQ(check.outcome, GetParam().outcome) << check.reason;
  if (check.outcome == Outcome::failed) {
    ASSERT_THAT(rules(check), testing::ElementsAre("experiment.invariant"));
    EXPECT_THAT(check.findings[0].message, HasSubstr(GetParam().text));
    EXPECT_EQ(check.findings[0].operation, "GET /stock/abc");
    EXPECT_EQ(check.findings[0].location.line, 30u);
  } else {
    EXPECT_THAT(check.facts, Contains(HasSubstr(GetParam().text)));
  }
}

INSTANTIATE_TEST_SUITE_P(
    Experiment, Invariants,
    testing::Values(InvariantRow{"kept", false, {}, Outcome::passed, "GET /stock/abc /sold is 0 as before the load"},
                    InvariantRow{"broken",
                                 true,
                                 {},
                                 Outcome::failed,
                                 "GET /stock/abc /sold must be 0 as before the load, and is 30 200ms after the load"},
                    InvariantRow{"given_value", true, Value(30), Outcome::passed, "GET /stock/abc /sold is 30"},
                    InvariantRow{"other_value", false, Value(30), Outcome::failed, "must be 30, and is 0"}),
    [](const auto& row) { return row.param.name; });

TEST_F(Experiment, IsInconclusiveWhenAnInvariantCannotBeRead) {
  Invariant invariant;
  invariant.probe = {"GET", "/stock/abc", {}, {}, {}};
  invariant.service = "payments";
  invariant.pointer = "/bought";
  spec_.invariants = {invariant};
  const auto check = run();
  EXPECT_EQ(check.outcome, Outcome::inconclusive);
  EXPECT_THAT(check.reason, HasSubstr("without a value at /bought"));
}

struct ContractRow {
  const char* name;
  std::optional<bool> in_contract;
  Outcome outcome;
  std::size_t findings;
};
class InContract : public Experiment, public testing::WithParamInterface<ContractRow> {};

TEST_P(InContract, IsHeldUnderFault) {
  with_contract();
  fault("abort", {{"status", 500}, {"body", "oops"}});
  spec_.expect.in_contract = GetParam().in_contract;
  const auto check = run();
  EXPECT_EQ(check.outcome, GetParam().outcome) << check.reason;
  ASSERT_EQ(check.findings.size(), GetParam().findings);
  if (GetParam().findings == 0) return;
  const auto& finding = check.findings[0];
  EXPECT_EQ(finding.rule, "response.status.undeclared");
  EXPECT_EQ(finding.operation, "GET /orders/{id}");
  EXPECT_EQ(finding.edge, "orders-payments");
  EXPECT_GT(finding.occurrences, 1u);
  EXPECT_EQ(finding.severity, GetParam().in_contract ? reports::Severity::error : reports::Severity::warning);
}

INSTANTIATE_TEST_SUITE_P(Experiment, InContract,
                         testing::Values(ContractRow{"asked_for", true, Outcome::failed, 1},
                                         ContractRow{"unasked", {}, Outcome::passed, 1},
                                         ContractRow{"declined", false, Outcome::passed, 0}),
                         [](const auto& row) { return row.param.name; });

TEST_F(Experiment, DoesNotPassInContractWithoutAContract) {
  fault("latency", {{"mean", "1ms"}});
  spec_.expect.in_contract = true;
  const auto check = run();
  EXPECT_EQ(check.outcome, Outcome::inconclusive);
  EXPECT_THAT(check.reason, HasSubstr("no answer could be held to a contract of orders"));
}

}  // namespace
}  // namespace squall::harness
