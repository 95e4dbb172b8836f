// Clauses of contracts and expectations of the system file, merged.

#include "harness/resilience/clauses.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/contracts.h"

namespace squall::tests {
namespace {

using contracts::Object;
using contracts::Value;
using harness::ResilienceSpec;
using harness::System;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const char* const kPayments = R"(openapi: 3.0.3
info: {title: Payments, version: "1"}
paths:
  /charges:
    post:
      x-squall-timeout: 800ms
      x-squall-retry: 2
      x-squall-idempotency-key: X-Charge
      x-squall-compensated-by: {operation: refund, within: 2s}
      responses: {"201": {description: done}}
    get:
      x-squall-timeout: 3s
      responses: {"200": {description: done}}
  /refunds:
    post:
      operationId: refund
      responses: {"201": {description: done}}
)";

struct Merged {
  System system;
  std::vector<std::string> notes;
  const ResilienceSpec* of(const std::string& edge) const {
    for (const ResilienceSpec& spec : system.resilience) {
      if (spec.edge == edge) return &spec;
    }
    return nullptr;
  }
  Value expected(const std::string& edge, const std::string& pattern) const {
    for (const auto& [name, value] : of(edge)->expect) {
      if (name == pattern) return value;
    }
    return {};
  }
  Value expected(const std::string& edge, const std::string& pattern, const std::string& operation) const {
    const auto* clause = harness::clause_for(of(edge)->clauses.at(pattern), operation);
    return clause == nullptr ? Value() : clause->expectation;
  }
};

// web -> orders -> payments, stock; payments has the contract.
Merged merged(std::vector<ResilienceSpec> resilience = {}, const char* contract = kPayments) {
  Merged result;
  System& system = result.system;
  for (const char* name : {"web", "orders", "payments", "stock"}) {
    system.services.emplace_back().name = name;
    system.services.back().contract = name == std::string("payments") || name == std::string("stock") ? name : "";
  }
  for (const auto& [from, to] : {std::pair{"web", "orders"}, {"orders", "payments"}, {"orders", "stock"}}) {
    harness::EdgeSpec& edge = system.edges.emplace_back();
    edge.name = std::string(from) + "-" + to;
    edge.from = from;
    edge.to = to;
  }
  system.resilience = std::move(resilience);
  result.notes = harness::merge_clauses(
      system, {{"payments", std::make_shared<const contracts::match::Router>(contract_of(contract))}});
  return result;
}

ResilienceSpec section(const std::string& edge, std::vector<std::pair<std::string, Value>> expect,
                       const std::string& service = "") {
  ResilienceSpec spec;
  spec.edge = edge;
  spec.expect = std::move(expect);
  spec.stimulus_service = service;
  return spec;
}

TEST(Clauses, AreExpectationsOfTheEdgesThatLeadToTheProvider) {
  const Merged all = merged();
  ASSERT_NE(all.of("orders-payments"), nullptr);
  EXPECT_EQ(all.of("web-orders"), nullptr);
  EXPECT_EQ(all.of("orders-stock"), nullptr) << "it has no stimulus, so nothing fails there";
  EXPECT_EQ(to_json(all.expected("orders-payments", "timeout")), R"({"at_most":"3s"})") << "planned by the longest";
  EXPECT_EQ(to_json(all.expected("orders-payments", "timeout", "POST /charges")), R"({"at_most":"800ms"})");
  EXPECT_EQ(to_json(all.expected("orders-payments", "timeout", "GET /charges")), R"({"at_most":"3s"})");
  EXPECT_EQ(to_json(all.expected("orders-payments", "timeout", "POST /refunds")), "null");
  EXPECT_EQ(to_json(all.expected("orders-payments", "retries", "POST /charges")), R"({"at_most":2})");
  EXPECT_EQ(to_json(all.expected("orders-payments", "safe_retries", "POST /charges")), R"({"key":"X-Charge"})");
  EXPECT_THAT(all.of("orders-payments")->key_headers, ElementsAre(std::pair("POST /charges", "X-Charge")));
  EXPECT_THAT(all.notes, IsEmpty());
}

TEST(Clauses, OfTheSystemFileWinAndSaySo) {
  const Merged all = merged({section("orders-payments", {{"timeout", Value(Object{{"at_most", "1s"}})}})});
  EXPECT_EQ(to_json(all.expected("orders-payments", "timeout", "POST /charges")), R"({"at_most":"1s"})");
  EXPECT_EQ(to_json(*all.of("orders-payments")->clauses.at("timeout").otherwise), R"({"at_most":"1s"})");
  ASSERT_EQ(all.notes.size(), 2u);
  EXPECT_THAT(all.notes[0],
              HasSubstr("the system file's timeout.at_most (1s) counts, not x-squall-timeout (800ms) of the contract"));
  EXPECT_THAT(all.notes[0], HasSubstr("contract.yaml:6:25"));
}

TEST(Clauses, AddWhatTheSystemFileLeavesOpen) {
  const Merged all =
      merged({section("orders-payments", {{"timeout", Value(Object{{"idle", "2s"}})}, {"safe_retries", Value(true)}})});
  EXPECT_EQ(to_json(all.expected("orders-payments", "timeout", "POST /charges")), R"({"at_most":"800ms","idle":"2s"})");
  EXPECT_EQ(to_json(all.expected("orders-payments", "safe_retries", "POST /charges")), R"({"key":"X-Charge"})");
  EXPECT_THAT(all.notes, IsEmpty());
}

TEST(Clauses, AgreeingWithTheSystemFileAreNoNote) {
  EXPECT_THAT(merged({section("orders-payments", {{"retries", Value(Object{{"at_most", 2}})}})}).notes, IsEmpty());
}

TEST(Clauses, UndoOnEveryEdgeOnWhichTheConsumerHasAStimulus) {
  const Merged all = merged({section("orders-stock", {}, "orders"), section("web-orders", {}, "web")});
  const chaos::Compensation step{"orders-payments", "POST /charges", "POST /refunds"};
  EXPECT_THAT(all.of("orders-payments")->compensations, ElementsAre(step));
  EXPECT_THAT(all.of("orders-stock")->compensations, ElementsAre(step));
  EXPECT_THAT(all.of("web-orders")->compensations, IsEmpty()) << "another consumer's";
  EXPECT_EQ(to_json(all.expected("orders-stock", "saga")), R"({"within":"2s"})");
}

TEST(Clauses, LeaveTheSagaOfTheSystemFileAlone) {
  const Merged all = merged({section("orders-payments", {{"saga", Value(Object{{"within", "9s"}})}})});
  EXPECT_EQ(to_json(all.expected("orders-payments", "saga")), R"({"within":"9s"})");
  EXPECT_EQ(all.of("orders-payments")->compensations.size(), 1u);
}

TEST(Clauses, ThatNobodyCouldKeepAreNoted) {
  Merged all;
  all.system.services.emplace_back().name = "payments";
  all.system.services.back().contract = "payments";
  all.notes = harness::merge_clauses(
      all.system, {{"payments", std::make_shared<const contracts::match::Router>(contract_of(kPayments))}});
  EXPECT_THAT(all.notes, ElementsAre(HasSubstr("no http edge leads to 'payments'")));
  EXPECT_TRUE(all.system.resilience.empty());
}

TEST(Clauses, ThatNobodyKnowsAreNoted) {
  const Merged all = merged({}, R"(openapi: 3.0.3
info: {title: Payments, version: "1"}
paths:
  /charges:
    post:
      x-squall-timeuot: 800ms
      responses: {"201": {description: done}}
)");
  EXPECT_THAT(all.notes, ElementsAre(HasSubstr("did you mean 'x-squall-timeout'?")));
  EXPECT_TRUE(all.system.resilience.empty());
}

TEST(Clauses, SayWhatNoStimulusLedTo) {
  const Merged all = merged();
  const auto& clauses = all.of("orders-payments")->clauses.at("timeout");
  EXPECT_THAT(harness::not_reached(clauses, "POST /charges"), HasSubstr("not measured: GET /charges"));
  EXPECT_EQ(harness::not_reached(all.of("orders-payments")->clauses.at("retries"), "POST /charges"), "");
}

}  // namespace
}  // namespace squall::tests
