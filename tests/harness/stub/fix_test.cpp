#include "harness/stub/fix.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/stub/stub.h"
#include "tests/support/contracts.h"

namespace squall::harness {
namespace {

using contracts::http::Headers;
using contracts::http::Request;
using testing::HasSubstr;

constexpr const char* kContract = R"(openapi: 3.0.3
info: {title: Orders, version: "1"}
paths:
  /orders:
    get:
      parameters:
        - {name: limit, in: query, schema: {type: integer, maximum: 100}}
        - {name: X-Tenant, in: header, required: true, schema: {type: string}}
      responses: {"200": {description: some}}
    post:
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              required: [sku]
              additionalProperties: false
              properties: {sku: {type: string}}
          text/csv: {}
      responses: {"201": {description: made}}
  /secret:
    get:
      security: [{main: []}]
      responses: {"200": {description: some}}
components:
  securitySchemes: {main: {type: http, scheme: bearer}}
)";

struct Row {
  const char* name;
  Request request;
  const char* fix;
};

const Headers kTenant{{"X-Tenant", "a"}};
const Headers kJson{{"Content-Type", "application/json"}};

class Fix : public testing::TestWithParam<Row> {};

TEST_P(Fix, IsNamedForEachViolation) {
  const auto stub = make_stub(std::make_shared<const contracts::match::Router>(tests::contract_of(kContract)));
  const std::string body = stub({GetParam().request, "127.0.0.1:1"}).response.body;
  EXPECT_THAT(body, HasSubstr(std::string("\"fix\":\"") + GetParam().fix)) << body;
}

INSTANTIATE_TEST_SUITE_P(
    Violations, Fix,
    testing::Values(
        Row{"path", {"GET", "/order", {}, ""}, "ask for a path that the contract has: did you mean '/orders'?"},
        Row{"other_path", {"GET", "/something/else", {}, ""}, "ask for a path that the contract has\""},
        Row{"method", {"DELETE", "/orders", {}, ""}, "use one of GET, POST"},
        Row{"parameter", {"GET", "/orders", {}, ""}, "send header.X-Tenant\""},
        Row{"value",
            {"GET", "/orders?limit=500", kTenant, ""},
            "send query.limit with a value that keeps `maximum`, or have the contract allow it at"},
        Row{"credentials", {"GET", "/secret", {}, ""}, "send header Authorization: bearer"},
        Row{"no_body", {"POST", "/orders", {}, ""}, "send body\""},
        Row{"media_type",
            {"POST", "/orders", {{"Content-Type", "text/plain"}}, "x"},
            "send Content-Type: application/json or text/csv"},
        Row{"malformed", {"POST", "/orders", kJson, "{"}, "send a body that is what its Content-Type says"},
        Row{"encoding",
            {"POST", "/orders", {{"Content-Type", "application/json"}, {"Content-Encoding", "gzip"}}, "x"},
            "encode the body as Content-Encoding says"},
        Row{"missing_member", {"POST", "/orders", kJson, "{}"}, "add what is missing to body, or"},
        Row{"further_member",
            {"POST", "/orders", kJson, R"({"sku":"a","n":1})"},
            "leave out or change what body/n must"}),
    [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace squall::harness
