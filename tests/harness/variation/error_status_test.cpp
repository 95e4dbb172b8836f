#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/variation/vary.h"
#include "tests/support/contracts.h"

namespace squall::harness {
namespace {

struct Row {
  const char* name;
  const char* responses;  // YAML, in flow style
  int given;
  std::vector<std::string> places;
};

class ErrorStatus : public testing::TestWithParam<Row> {};

TEST_P(ErrorStatus, IsOneThatIsDeclared) {
  const auto contract = tests::contract_of(
      std::string(
          "openapi: 3.0.3\ninfo: {title: Orders, version: '1'}\npaths:\n  /orders:\n    get:\n      responses: ") +
      GetParam().responses + "\n");
  const contracts::http::Response given{GetParam().given, "", {}, ""};
  const auto& operation = contract->operations.front();
  EXPECT_EQ(places_of({*contract, operation, "GET", given}, *find_variation("error-status"),
                      contracts::Random(1, "test.vary")),
            GetParam().places);
}

INSTANTIATE_TEST_SUITE_P(
    Declared, ErrorStatus,
    testing::Values(Row{"each",
                        "{'204': {description: x}, '503': {description: x}, '404': {description: x}}",
                        204,
                        {"status\t404", "status\t503"}},
                    Row{"range",
                        "{'204': {description: x}, 4XX: {description: x}, 5XX: {description: x}}",
                        204,
                        {"status\t400", "status\t500"}},
                    Row{"range_and_one",
                        "{'204': {description: x}, 4XX: {description: x}, '400': {description: x}}",
                        204,
                        {"status\t400"}},
                    Row{"otherwise", "{'204': {description: x}, default: {description: x}}", 204, {"status\t500"}},
                    Row{"of_everything", "{default: {description: x}}", 200, {}},
                    Row{"none", "{'204': {description: x}, '304': {description: x}}", 204, {}},
                    Row{"in_place_of_a_success_only",
                        "{'204': {description: x}, '404': {description: x}, '503': {description: x}}",
                        404,
                        {}}),
    [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace squall::harness
