#include "reports/model/unseen.h"

#include <gtest/gtest.h>

#include "reports/model/digest.h"

namespace squall::tests {
namespace {
using reports::OperationCoverage;
using reports::unseen_of;
using Lines = std::vector<std::string>;

OperationCoverage complete() {
  OperationCoverage one{"orders", "GET /orders", 9, 9, {{"200", 9}}, {{"query.a", 3}}};
  one.request_branches = {4, 4, {}};
  return one;
}

TEST(Unseen, IsNothingWhereAllWasSeen) {
  EXPECT_EQ(unseen_of(complete(), 3), Lines{});
}

TEST(Unseen, IsOneLineForWhatWasNeverAsked) {
  EXPECT_EQ(unseen_of({"orders", "GET /orders", 0, 0, {{"200", 0}}, {{"query.a", 0}}}, 3), Lines{"never asked"});
}

TEST(Unseen, NamesTheFirstOfEachKind) {
  OperationCoverage one = complete();
  one.successes = 0;
  one.responses = {{"200", 0}, {"404", 9}, {"409", 0}, {"410", 0}};
  one.parameters["query.b"] = 0;
  one.request_media["text/csv"] = 0;
  one.response_media["200 text/csv"] = 0;
  one.request_branches = {4, 9, {"body /a: absent", "body /b: 1"}};
  one.response_branches = {0, 7, {}};
  EXPECT_EQ(unseen_of(one, 2),
            (Lines{"never answered with a success", "responses 200, 409 and 1 more", "parameters query.b",
                   "request media types text/csv", "response media types 200 text/csv",
                   "request branches body /a: absent; body /b: 1 and 3 more", "response branches 7"}));
}

TEST(Unseen, BeginsWithOperationsThatNeverSucceeded) {
  OperationCoverage late = complete();
  late.responses["404"] = 0;
  OperationCoverage failing = complete();
  failing.operation = "PUT /orders";
  failing.successes = 0;
  using Line = reports::UnseenLine;
  EXPECT_EQ(reports::unseen_lines({late, complete(), failing}, 2),
            (std::vector<Line>{{"PUT /orders", "never answered with a success"}, {"GET /orders", "responses 404"}}));
  failing.service = "stock";
  EXPECT_EQ(reports::unseen_lines({late, failing}, 2).front().operation, "stock PUT /orders");
  EXPECT_EQ(reports::unseen_lines({}, 2), std::vector<Line>{});
}

TEST(Shares, AreOfWhatIsDeclared) {
  reports::RunReport report;
  EXPECT_TRUE(reports::shares(reports::digest(report)).empty());
  OperationCoverage one = complete();
  one.request_media["a/b"] = 0;
  one.response_media["200 a/b"] = 2;
  one.response_branches = {1, 3, {}};
  report.coverage = {one, {"orders", "PUT /orders", 0, 0, {{"200", 0}}, {}}};
  using reports::Share;
  EXPECT_EQ(reports::shares(reports::digest(report)),
            (std::vector<std::pair<std::string_view, Share>>{{"operations", {1, 2}},
                                                             {"declared responses", {1, 2}},
                                                             {"parameters", {1, 1}},
                                                             {"media types", {1, 2}},
                                                             {"schema branches", {5, 7}}}));
}

}  // namespace
}  // namespace squall::tests
