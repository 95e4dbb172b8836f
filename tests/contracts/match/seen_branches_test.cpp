// The branches that messages take, by the parts of a message.

#include "contracts/match/seen_branches.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "contracts/match/validate.h"
#include "tests/support/contracts.h"

namespace squall::tests {
namespace {
using namespace contracts::match;
using contracts::Random;
using contracts::http::Headers;
using contracts::http::Response;
using contracts::schema::BranchCount;

constexpr const char* yaml = R"(openapi: 3.2.0
info: {title: t, version: '1'}
paths:
  /orders/{kind}:
    post:
      parameters:
        - {name: kind, in: path, required: true, schema: {enum: [a, b]}}
        - {name: X-Mode, in: header, schema: {enum: [fast, slow]}}
      requestBody:
        content:
          application/json: {schema: {type: object, properties: {n: {type: integer}}}}
      responses:
        '200':
          description: taken
          headers: {X-Left: {content: {application/json: {schema: {enum: [1, 2]}}}}}
          content:
            application/json: {schema: {enum: [x, y]}}
            application/jsonl: {itemSchema: {enum: [1, 2, 3]}}
        '204': {description: nothing}
        default: {description: wrong, content: {application/json: {schema: {enum: [p, q]}}}}
)";

constexpr std::size_t most = 20;

struct Row {
  const char* name;
  Response response;
  BranchCount expected;
};
void PrintTo(const Row& row, std::ostream* out) {
  *out << row.name;
}

const std::vector<std::string> nothing = {"200 header.X-Left: all 2", "200 application/json body: all 2",
                                          "200 application/jsonl body item: all 3", "default body: all 2"};
std::vector<std::string> instead(std::size_t of, std::vector<std::string> lines) {
  auto all = nothing;
  all.erase(all.begin() + static_cast<std::ptrdiff_t>(of));
  all.insert(all.begin() + static_cast<std::ptrdiff_t>(of), lines.begin(), lines.end());
  return all;
}
const Headers json{{"Content-Type", "application/json"}};

class ResponseBranches : public testing::TestWithParam<Row> {};

TEST_P(ResponseBranches, AreOfTheResponsesParts) {
  const auto contract = contract_of(yaml);
  const auto& operation = contract->operations.front();
  SeenBranches seen;
  validate_response(*contract, operation, "POST", GetParam().response, &seen);
  EXPECT_EQ(response_branches(operation, seen, most), GetParam().expected);
}

const Row rows[] = {
    {"none", {204, "", {}, ""}, {0, 9, nothing}},
    {"body", {200, "", json, "\"y\""}, {1, 9, instead(1, {"200 application/json body: \"x\""})}},
    {"header",
     {200, "", Headers{{"X-Left", "2"}, {"Content-Type", "text/odd"}}, ""},
     {1, 9, instead(0, {"200 header.X-Left: 1"})}},
    {"items",
     {200, "", Headers{{"Content-Type", "application/jsonl"}}, "3\n1\n"},
     {2, 9, instead(2, {"200 application/jsonl body item: 2"})}},
    {"default", {503, "", json, "\"p\""}, {1, 9, instead(3, {"default body: \"q\""})}},
    {"invalid", {503, "", json, "\"r\""}, {0, 9, instead(3, {"default body: \"p\"", "default body: \"q\""})}},
};
INSTANTIATE_TEST_SUITE_P(Rows, ResponseBranches, testing::ValuesIn(rows),
                         [](const auto& row) { return std::string(row.param.name); });

TEST(RequestBranches, AreOfTheValuesThatWereSent) {
  const auto contract = contract_of(yaml);
  const auto& operation = contract->operations.front();
  SeenBranches seen;
  EXPECT_EQ(request_branches(operation, seen, most),
            (BranchCount{0, 6, {"path.kind: all 2", "header.X-Mode: all 2", "body: all 2"}}));
  for (const auto& one : coverage_requests(*contract, operation, Random(1, "test"))) add_branches(one, seen);
  EXPECT_EQ(request_branches(operation, seen, most), (BranchCount{6, 6, {}}));
}

TEST(RequestBranches, AreNamedUpToABound) {
  const auto contract = contract_of(yaml);
  EXPECT_EQ(response_branches(contract->operations.front(), {}, 2).unseen,
            std::vector<std::string>(nothing.begin(), nothing.begin() + 2));
}

}  // namespace
}  // namespace squall::tests
