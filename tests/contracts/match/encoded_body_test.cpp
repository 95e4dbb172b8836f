// Bodies with a content coding are judged by what they are without it.

#include <gtest/gtest.h>

#include <algorithm>

#include "contracts/match/validate.h"
#include "tests/support/contracts.h"

namespace squall::tests {
namespace {
using namespace contracts;

constexpr const char* yaml = R"(openapi: 3.0.3
info: {title: t, version: '1'}
paths:
  /a:
    post:
      requestBody: {required: true, content: {application/json: {schema: {type: object, required: [a]}}}}
      responses: {'200': {description: ok, content: {application/json: {schema: {type: object, required: [a]}}}}}
)";

// gzip of {"a":1} and of {"b":1}
const std::string sound(
    "\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff\xab\x56\x4a\x54\xb2\x32\xac\x05\x00\xaf\xac\x1b\x56\x07\x00\x00\x00", 27);
const std::string unsound(
    "\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff\xab\x56\x4a\x52\xb2\x32\xac\x05\x00\x7f\xd6\xbb\x11\x07\x00\x00\x00", 27);

std::string rules(const std::vector<Violation>& violations) {
  std::string text;
  for (const auto& violation : violations) text += (text.empty() ? "" : "; ") + violation.rule;
  return text;
}

struct Row {
  const char* name;
  const char* coding;
  std::string body;
  const char* rule;  // without "request." or "response."
};

class EncodedBody : public testing::TestWithParam<Row> {};

TEST_P(EncodedBody, IsDecodedFirst) {
  const auto contract = contract_of(yaml);
  const match::Router router(contract);
  const Row& row = GetParam();
  const http::Headers headers{{"Content-Type", "application/json"}, {"Content-Encoding", row.coding}};
  const std::string rule = row.rule;
  http::Response response;
  response.status = 200;
  response.headers = headers;
  response.body = row.body;
  EXPECT_EQ(rules(match::validate_response(*contract, contract->operations[0], "POST", response)),
            rule.empty() ? rule : "response." + rule);
  http::Request request{"POST", "/a", headers, row.body};
  EXPECT_EQ(rules(match::validate_request(router, request)), rule.empty() ? rule : "request." + rule);
}

INSTANTIATE_TEST_SUITE_P(All, EncodedBody,
                         testing::Values(Row{"sound", "gzip", sound, ""},
                                         Row{"unsound", "gzip", unsound, "body.schema"},
                                         Row{"torn", "gzip", sound.substr(0, 20), "body.encoding"},
                                         Row{"not_gzip", "gzip", R"({"a":1})", "body.encoding"},
                                         Row{"of_another_kind", "br", "\x01\x02", ""},
                                         Row{"identity", "identity", R"({"a":1})", ""}),
                         [](const auto& row) { return std::string(row.param.name); });

}  // namespace
}  // namespace squall::tests
