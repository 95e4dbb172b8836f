#include "harness/check/finding_builder.h"

#include <gtest/gtest.h>

namespace squall::harness {
namespace {

contracts::Violation too_big(std::string pointer) {
  contracts::Violation violation;
  violation.rule = "response.body.schema";
  violation.keyword = "maximum";
  violation.where = "body";
  violation.pointer = std::move(pointer);
  violation.message = "must be <= 100, is 250";
  violation.contract = {"contracts/orders.yaml", 41, 9, "/components/schemas/Order/properties/total/maximum"};
  return violation;
}

TEST(FindingSet, CountsTheSameCauseAndKeepsTheFirstEvidence) {
  FindingSet set;
  set.add(too_big("/items/0/total"), "GET /orders", "answer 200", {{std::nullopt, "first"}}, {"replay 1", ""});
  set.add(too_big("/items/17/total"), "GET /orders", "answer 200", {{std::nullopt, "second"}}, {"replay 2", ""});
  const auto findings = set.take();
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].occurrences, 2u);
  EXPECT_EQ(findings[0].evidence.at(0).text, "first");
  EXPECT_EQ(findings[0].replay.command, "replay 1");
  EXPECT_EQ(findings[0].message, "answer 200: body/items/0/total must be <= 100, is 250");
  EXPECT_EQ(findings[0].location.line, 41u);
  EXPECT_TRUE(set.empty());
}

TEST(FindingSet, KeepsCausesApart) {
  FindingSet set;
  set.add(too_big("/total"), "GET /orders", "", {}, {});
  set.add(too_big("/total"), "POST /orders", "", {}, {});
  auto other_keyword = too_big("/total");
  other_keyword.keyword = "type";
  set.add(other_keyword, "GET /orders", "", {}, {});
  set.add(too_big("/price"), "GET /orders", "", {}, {});
  EXPECT_EQ(set.take().size(), 4u);
}

TEST(FindingSet, PutsErrorsFirstAndKeepsTheOrderOfAppearance) {
  FindingSet set;
  const auto add = [&](const char* rule, reports::Severity severity) {
    reports::Finding finding;
    finding.rule = rule;
    finding.severity = severity;
    set.add(std::move(finding));
  };
  add("c", reports::Severity::info);
  add("b", reports::Severity::error);
  add("d", reports::Severity::warning);
  add("a", reports::Severity::error);
  std::string order;
  for (const auto& finding : set.take()) order += finding.rule;
  EXPECT_EQ(order, "badc");
}

TEST(FindingId, StaysTheSameWhenTheFileMovesOrIsEditedAbove) {
  const std::string id = finding_id("r", "GET /a", {"/home/a/orders.yaml", 10, 3, "/paths/~1a"}, "body");
  EXPECT_EQ(id, finding_id("r", "GET /a", {"/build/orders.yaml", 99, 1, "/paths/~1a"}, "body"));
  EXPECT_NE(id, finding_id("r", "GET /a", {"/build/orders.yaml", 99, 1, "/paths/~1b"}, "body"));
  EXPECT_NE(id, finding_id("r", "GET /b", {"/home/a/orders.yaml", 10, 3, "/paths/~1a"}, "body"));
  EXPECT_EQ(id.size(), 16u);
}

}  // namespace
}  // namespace squall::harness
