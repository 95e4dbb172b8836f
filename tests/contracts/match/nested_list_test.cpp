// Lists inside lists, each by its own collectionFormat (Swagger 2.0, Items Object).

#include <gtest/gtest.h>

#include <ostream>

#include "contracts/match/validate.h"
#include "tests/support/contracts.h"

namespace squall::tests {
namespace {
using namespace contracts::match;

constexpr const char* yaml = R"(swagger: '2.0'
info: {title: t, version: '1'}
paths:
  /a:
    get:
      parameters:
        - {name: d, in: query, type: array, collectionFormat: csv, items: {type: array, collectionFormat: pipes, items: {type: integer}}}
        - {name: m, in: query, type: array, collectionFormat: multi, items: {type: array, items: {type: integer}}}
        - {name: h, in: header, type: array, items: {type: array, collectionFormat: ssv, items: {type: array, collectionFormat: pipes, items: {type: integer}}}}
      responses: {200: {description: ok}}
    post:
      consumes: [application/x-www-form-urlencoded]
      parameters:
        - {name: f, in: formData, type: array, collectionFormat: csv, items: {type: array, collectionFormat: pipes, items: {type: integer}}}
      responses: {200: {description: ok}}
)";

struct Row {
  const char* name;
  const char* method;
  const char* target;
  const char* header;
  const char* body;
  const char* expected;  // "where pointer keyword" each
};
std::ostream& operator<<(std::ostream& out, const Row& row) {
  return out << row.name;
}

class NestedLists : public testing::TestWithParam<Row> {};

TEST_P(NestedLists, AreJudgedItemByItem) {
  static const Router router(contract_of(yaml));
  const Row& row = GetParam();
  contracts::http::Request request;
  request.method = row.method;
  request.target = row.target;
  request.body = row.body;
  if (*row.header != 0) request.headers.add("h", row.header);
  if (*row.body != 0) request.headers.add("Content-Type", "application/x-www-form-urlencoded");
  std::string found;
  for (const auto& violation : validate_request(router, request))
    found += violation.where + violation.pointer + " " + violation.keyword + ";";
  EXPECT_EQ(found, row.expected);
}

const Row kRows[] = {
    {"pipes_in_csv", "GET", "/a?d=1|2,3|4", "", "", ""},
    {"pipes_encoded", "GET", "/a?d=1%7C2,3", "", "", ""},
    {"wrong_item", "GET", "/a?d=1|2,3|x", "", "", "query.d/1/1 type;"},
    {"csv_unless_said", "GET", "/a?m=1,2&m=3", "", "", ""},
    {"csv_wrong", "GET", "/a?m=1,2&m=3|4", "", "", "query.m/1/0 type;"},
    {"header_of_three", "GET", "/a", "1|2 3, 4", "", ""},
    {"header_wrong", "GET", "/a", "1|2 3, 4|x", "", "header.h/1/0/1 type;"},
    {"form", "POST", "/a", "", "f=1%7C2,3", ""},
    {"form_wrong", "POST", "/a", "", "f=1%7C2,y", "body/f/1/0 type;"},
};
INSTANTIATE_TEST_SUITE_P(All, NestedLists, testing::ValuesIn(kRows),
                         [](const auto& row) { return std::string(row.param.name); });

}  // namespace
}  // namespace squall::tests
