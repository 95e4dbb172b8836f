#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/consumer/plan.h"
#include "tests/support/orders_contract.h"

namespace squall::harness {
namespace {

using contracts::http::Headers;
using contracts::http::Request;
using contracts::http::Response;
using reports::Outcome;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const Headers kJson{{"Content-Type", "application/json"}};
const Request kGood{"GET", "/orders/7", {}, ""};
const Response kGoodAnswer{200, "OK", kJson, R"({"id":7,"state":"open"})"};

System shop() {
  System system;
  EdgeSpec edge;
  edge.name = "web-orders";
  edge.from = "web";
  edge.to = "orders";
  system.edges.push_back(edge);
  edge.name = "web-cache";
  edge.to = "cache";
  system.edges.push_back(edge);
  edge.name = "raw";
  edge.to = "orders";
  edge.protocol = EdgeProtocol::tcp;
  system.edges.push_back(edge);
  system.experiments.emplace_back();
  return system;
}

ConsumerRecord::Routers routers() {
  return {{"orders", tests::orders_router()}};
}

chaos::Exchange exchange(Request request, Response response) {
  chaos::Exchange made;
  made.attempt.edge = "web-orders";
  made.attempt.request_started = std::chrono::milliseconds(1200);
  made.attempt.request_complete = std::chrono::milliseconds(1201);
  made.attempt.last_byte = std::chrono::milliseconds(1210);
  made.attempt.from_provider = true;
  made.request = std::move(request);
  made.response = std::move(response);
  made.attempt.status = made.response.status;
  return made;
}

class Consumer : public testing::Test {
 protected:
  reports::Check check() {
    const auto planned = plan_consumers(system_, record_);
    const reports::EventSink silent = [](const reports::RunEvent&) {};
    RunContext context{system_, engine_, timeline_, silent,    {},      42, false, {},
                       {},      {},      profiles_, coverage_, series_, {}, {}};
    context.replay = [](const std::string& id) { return "squall run --only " + id; };
    return planned.at(0).run(context);
  }
  System system_ = shop();
  chaos::Timeline timeline_;
  chaos::Engine engine_{{}, timeline_};
  std::vector<reports::EdgeProfile> profiles_;
  std::vector<reports::OperationCoverage> coverage_;
  std::vector<reports::Series> series_;
  std::shared_ptr<ConsumerRecord> record_ = std::make_shared<ConsumerRecord>(system_, routers());
};

TEST_F(Consumer, IsPlannedForHttpEdgesToAContract) {
  const auto planned = plan_consumers(system_, record_);
  ASSERT_EQ(planned.size(), 1u);
  EXPECT_EQ(planned[0].id, "consumer/web-orders");
  EXPECT_EQ(planned[0].kind, reports::CheckKind::consumer);
  system_.experiments.clear();
  EXPECT_THAT(plan_consumers(system_, record_), IsEmpty());
}

TEST_F(Consumer, IsInconclusiveWithoutTraffic) {
  const auto result = check();
  EXPECT_EQ(result.outcome, Outcome::inconclusive);
  EXPECT_THAT(result.reason, HasSubstr("no request crossed edge web-orders"));
}

TEST_F(Consumer, PassesWhatTheContractAllows) {
  record_->observe(exchange(kGood, kGoodAnswer));
  const auto result = check();
  EXPECT_EQ(result.outcome, Outcome::passed);
  EXPECT_THAT(result.facts, ElementsAre("1 request of web judged, 1 answer of orders judged", "GET /orders/{id}: 1"));
}

TEST_F(Consumer, FindsEachCauseOnce) {
  const Request bad{"POST", "/orders", kJson, R"({"sku":"abc","quantity":0})"};
  for (int i = 0; i < 3; ++i) record_->observe(exchange(bad, {201, "", {}, ""}));
  record_->observe(exchange({"GET", "/nowhere", {}, ""}, {404, "", {}, ""}));
  record_->listen(false);
  record_->observe(exchange({"GET", "/elsewhere", {}, ""}, {404, "", {}, ""}));
  const auto result = check();
  EXPECT_EQ(result.outcome, Outcome::failed);
  std::map<std::string, const reports::Finding*> by_rule;
  for (const auto& finding : result.findings) by_rule[finding.rule] = &finding;
  ASSERT_TRUE(by_rule.contains("request.body.schema"));
  const auto& body = *by_rule["request.body.schema"];
  EXPECT_EQ(body.occurrences, 3u);
  EXPECT_EQ(body.edge, "web-orders");
  EXPECT_EQ(body.operation, "POST /orders");
  EXPECT_GT(body.location.line, 0u);
  EXPECT_THAT(body.message, HasSubstr("web sent orders what its contract forbids: body/quantity"));
  EXPECT_THAT(body.evidence.at(0).text, HasSubstr(R"("quantity":0)"));
  EXPECT_THAT(body.replay.curl, HasSubstr("curl"));
  EXPECT_EQ(body.replay.command, "squall run --only consumer/web-orders");
  EXPECT_TRUE(by_rule.contains("request.path.unknown"));
  EXPECT_TRUE(by_rule.contains("response.header.required"));
}

class StubConsumer : public Consumer {
 protected:
  StubConsumer() {
    system_.edges.clear();
    ServiceSpec orders;
    orders.name = "orders";
    orders.stub.emplace();
    system_.services.push_back(orders);
    record_ = std::make_shared<ConsumerRecord>(system_, routers());
  }
  void ask(const Request& request) {
    StubOptions options;
    options.observe = [&](const StubExchange& exchange) { record_->observe("orders", exchange); };
    (void)make_stub(routers().at("orders"), options)({request, "127.0.0.1:1"});
  }
};

TEST_F(StubConsumer, IsJudgedWhereNoEdgeLeadsToTheStub) {
  ask(kGood);
  ask({"POST", "/orders", kJson, R"({"sku":"abc","quantity":0})"});
  const auto result = check();
  EXPECT_EQ(result.id, "consumer/orders");
  EXPECT_EQ(result.outcome, Outcome::failed);
  ASSERT_EQ(result.findings.size(), 1u);
  EXPECT_EQ(result.findings[0].operation, "POST /orders");
  EXPECT_EQ(result.findings[0].edge, "");
  EXPECT_THAT(result.findings[0].replay.curl, HasSubstr("${services.orders.url}/orders"));
}

TEST_F(StubConsumer, IsSkippedWhenNobodyAsked) {
  EXPECT_EQ(check().outcome, Outcome::skipped);
  EXPECT_THAT(check().reason, HasSubstr("no request reached the stub of orders"));
}

TEST_F(StubConsumer, IsNotJudgedByWhatSquallItselfSends) {
  system_.experiments.at(0).load.emplace().service = "orders";
  record_ = std::make_shared<ConsumerRecord>(system_, routers());
  EXPECT_THAT(plan_consumers(system_, record_), IsEmpty());
}

TEST_F(StubConsumer, IsLeftToTheEdgeWhereOneLeadsToTheStub) {
  system_.edges = shop().edges;
  record_ = std::make_shared<ConsumerRecord>(system_, routers());
  EXPECT_TRUE(record_->judges("web-orders"));
  EXPECT_FALSE(record_->judges("orders"));
}

struct Row {
  const char* name;
  void (*change)(chaos::Exchange&);
  std::uint64_t requests;
  std::uint64_t answers;
  bool findings = false;
};
class NotJudged : public Consumer, public testing::WithParamInterface<Row> {};

TEST_P(NotJudged, WhenItIsNotWhole) {
  chaos::Exchange made = exchange(kGood, {500, "", {}, "broken"});
  GetParam().change(made);
  record_->observe(made);
  const auto seen = record_->take("web-orders");
  EXPECT_EQ(seen.requests, GetParam().requests);
  EXPECT_EQ(seen.answers, GetParam().answers);
  EXPECT_EQ(!seen.findings.empty(), GetParam().findings);
}

INSTANTIATE_TEST_SUITE_P(
    Consumer, NotJudged,
    testing::Values(Row{"whole", [](chaos::Exchange&) {}, 1, 1, true},
                    Row{"faulted", [](chaos::Exchange& e) { e.attempt.faults.emplace_back(); }, 1, 0},
                    Row{"made_by_a_fault", [](chaos::Exchange& e) { e.attempt.from_provider = false; }, 1, 0},
                    Row{"cut_answer", [](chaos::Exchange& e) { e.attempt.last_byte.reset(); }, 1, 0},
                    // Its status and its header fields are.
                    Row{"long_answer", [](chaos::Exchange& e) { e.response_truncated = true; }, 1, 0, true},
                    Row{"cut_request", [](chaos::Exchange& e) { e.attempt.request_complete.reset(); }, 0, 0},
                    Row{"long_request", [](chaos::Exchange& e) { e.request_truncated = true; }, 0, 0},
                    Row{"other_edge", [](chaos::Exchange& e) { e.attempt.edge = "web-cache"; }, 0, 0}),
    [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace squall::harness
