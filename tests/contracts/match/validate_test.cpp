// Requests and responses against one contract: what conforms, and what exactly does not.

#include "contracts/match/validate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/contracts.h"

namespace squall::tests {
namespace {
using namespace contracts::match;
using contracts::Violation;
using contracts::http::Headers;
using contracts::http::Request;
using contracts::http::Response;

constexpr const char* yaml = R"(openapi: 3.0.3
info: {title: t, version: '1'}
paths:
  /orders:
    post:
      parameters:
        - {name: dry, in: query, schema: {type: boolean}}
        - {name: limit, in: query, required: true, schema: {type: integer, maximum: 100}}
        - {name: flag, in: query, allowEmptyValue: true, schema: {type: integer}}
        - {name: X-Trace, in: header, required: true, schema: {type: string, minLength: 3}}
      security: [{key: []}, {web: []}]
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              required: [sku]
              properties:
                sku: {type: string}
                id: {type: integer, readOnly: true}
                quantity: {type: integer, minimum: 1}
          application/x-www-form-urlencoded:
            schema: {type: object, required: [sku], properties: {sku: {type: string}, quantity: {type: integer, minimum: 1}}}
          multipart/form-data:
            schema: {type: object, required: [sku], properties: {sku: {type: string}, quantity: {type: integer}, note: {type: object}}}
          text/plain: {schema: {type: string, maxLength: 5}}
          image/*: {}
      responses:
        '201':
          description: made
          headers:
            Location: {required: true, schema: {type: string}}
            X-Left: {schema: {type: integer}}
          content:
            application/json: {schema: {type: object, required: [id], additionalProperties: false, properties: {id: {type: integer}}}}
            application/problem+json; charset=utf-8: {schema: {type: object}}
        '204': {description: nothing}
        4XX: {description: bad, content: {application/json: {schema: {type: object}}}}
components:
  securitySchemes:
    key: {type: apiKey, in: query, name: key}
    web: {type: http, scheme: bearer}
)";

const Router& router() {
  static const Router one(contract_of(yaml));
  return one;
}

std::string rules(const std::vector<Violation>& violations) {
  std::string text;
  for (const Violation& violation : violations) {
    text += (text.empty() ? "" : "; ") + violation.rule + " " + violation.where + violation.pointer +
            (violation.keyword.empty() ? "" : " " + violation.keyword);
  }
  return text;
}

struct RequestRow {
  const char* name;
  const char* target;
  Headers headers;
  const char* body;
  const char* expected;
};

std::ostream& operator<<(std::ostream& out, const RequestRow& row) {
  return out << row.name;
}

const Headers good{{"X-Trace", "abc"}, {"Authorization", "Bearer t"}, {"Content-Type", "application/json"}};
Headers typed(const char* type) {
  return Headers{{"X-Trace", "abc"}, {"Authorization", "bearer t"}, {"Content-Type", type}};
}

class Requests : public testing::TestWithParam<RequestRow> {};

TEST_P(Requests, AreJudged) {
  const RequestRow& row = GetParam();
  Request request;
  request.method = "POST";
  request.target = row.target;
  request.headers = row.headers;
  request.body = row.body;
  const auto violations = validate_request(router(), request);
  EXPECT_EQ(rules(violations), row.expected);
  for (const Violation& violation : violations) {
    EXPECT_NE(violation.message, "");
    EXPECT_NE(violation.contract.file, "");
  }
}

INSTANTIATE_TEST_SUITE_P(
    All, Requests,
    testing::Values(
        RequestRow{"sound", "/orders?limit=5&dry=true", good, R"({"sku":"a","quantity":1})", ""},
        RequestRow{"unknown_path", "/order", good, "", "request.path.unknown path"},
        RequestRow{"query_missing", "/orders", good, R"({"sku":"a"})", "request.query.required query.limit required"},
        RequestRow{"query_type", "/orders?limit=x", good, R"({"sku":"a"})", "request.query.schema query.limit type"},
        RequestRow{"query_range", "/orders?limit=101", good, R"({"sku":"a"})",
                   "request.query.schema query.limit maximum"},
        RequestRow{"query_boolean", "/orders?limit=1&dry=yes", good, R"({"sku":"a"})",
                   "request.query.schema query.dry type"},
        RequestRow{"query_empty_allowed", "/orders?limit=1&flag", good, R"({"sku":"a"})", ""},
        RequestRow{"query_undeclared_is_allowed", "/orders?limit=1&other=1", good, R"({"sku":"a"})", ""},
        RequestRow{"header_missing", "/orders?limit=1",
                   Headers{{"Authorization", "Bearer t"}, {"Content-Type", "application/json"}}, R"({"sku":"a"})",
                   "request.header.required header.X-Trace required"},
        RequestRow{"header_short", "/orders?limit=1",
                   Headers{{"x-trace", "ab"}, {"Authorization", "Bearer t"}, {"Content-Type", "application/json"}},
                   R"({"sku":"a"})", "request.header.schema header.X-Trace minLength"},
        RequestRow{"credentials_missing", "/orders?limit=1",
                   Headers{{"X-Trace", "abc"}, {"Content-Type", "application/json"}}, R"({"sku":"a"})",
                   "request.security.missing security"},
        RequestRow{"credentials_of_another_kind", "/orders?limit=1",
                   Headers{{"X-Trace", "abc"}, {"Authorization", "Basic t"}, {"Content-Type", "application/json"}},
                   R"({"sku":"a"})", "request.security.missing security"},
        RequestRow{"key_in_the_query", "/orders?limit=1&key=k",
                   Headers{{"X-Trace", "abc"}, {"Content-Type", "application/json"}}, R"({"sku":"a"})", ""},
        RequestRow{"body_missing", "/orders?limit=1", good, "", "request.body.required body required"},
        RequestRow{"body_broken", "/orders?limit=1", good, "{", "request.body.malformed body"},
        RequestRow{"body_required", "/orders?limit=1", good, "{}", "request.body.schema body required"},
        RequestRow{"body_value", "/orders?limit=1", good, R"({"sku":"a","quantity":0})",
                   "request.body.schema body/quantity minimum"},
        RequestRow{"type_missing", "/orders?limit=1", Headers{{"X-Trace", "abc"}, {"Authorization", "Bearer t"}}, "{}",
                   "request.media-type.missing header.Content-Type"},
        RequestRow{"type_undeclared", "/orders?limit=1", typed("application/xml"), "<a/>",
                   "request.media-type.undeclared header.Content-Type"},
        RequestRow{"type_with_charset", "/orders?limit=1", typed("application/json; charset=utf-8"), R"({"sku":"a"})",
                   ""},
        RequestRow{"form", "/orders?limit=1", typed("application/x-www-form-urlencoded"), "sku=a&quantity=2", ""},
        RequestRow{"form_value", "/orders?limit=1", typed("application/x-www-form-urlencoded"), "sku=a&quantity=0",
                   "request.body.schema body/quantity minimum"},
        RequestRow{"form_empty", "/orders?limit=1", typed("application/x-www-form-urlencoded"), "",
                   "request.body.schema body required"},
        RequestRow{
            "multipart", "/orders?limit=1", typed("multipart/form-data; boundary=X"),
            "--X\r\nContent-Disposition: form-data; name=\"sku\"\r\n\r\na\r\n--X\r\nContent-Disposition: form-data; "
            "name=\"note\"\r\nContent-Type: application/json\r\n\r\n{\"a\":1}\r\n--X--\r\n",
            ""},
        RequestRow{"multipart_without", "/orders?limit=1", typed("multipart/form-data; boundary=X"),
                   "--X\r\nContent-Disposition: form-data; name=\"quantity\"\r\n\r\n1\r\n--X--\r\n",
                   "request.body.schema body required"},
        RequestRow{"multipart_broken", "/orders?limit=1", typed("multipart/form-data; boundary=Y"), "--X--",
                   "request.body.malformed body"},
        RequestRow{"text", "/orders?limit=1", typed("text/plain"), "12345", ""},
        RequestRow{"text_long", "/orders?limit=1", typed("text/plain"), "123456", "request.body.schema body maxLength"},
        RequestRow{"range", "/orders?limit=1", typed("image/png"), "\x89PNG", ""}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(Requests, OfAnotherMethodNameTheDeclaredOnes) {
  Request request;
  request.target = "/orders";
  const auto violations = validate_request(router(), request);
  ASSERT_EQ(rules(violations), "request.method.undeclared method");
  EXPECT_EQ(violations[0].message, "expected POST for '/orders'; found GET");
}

struct ResponseRow {
  const char* name;
  int status;
  Headers headers;
  const char* body;
  const char* expected;
  const char* method = "POST";
};

std::ostream& operator<<(std::ostream& out, const ResponseRow& row) {
  return out << row.name;
}

const Headers made{{"Location", "/orders/1"}, {"Content-Type", "application/json"}};

class Responses : public testing::TestWithParam<ResponseRow> {};

TEST_P(Responses, AreJudged) {
  const ResponseRow& row = GetParam();
  Response response;
  response.status = row.status;
  response.headers = row.headers;
  response.body = row.body;
  const auto& operation = router().contract().operations.at(0);
  const auto violations = validate_response(router().contract(), operation, row.method, response);
  EXPECT_EQ(rules(violations), row.expected);
}

INSTANTIATE_TEST_SUITE_P(
    All, Responses,
    testing::Values(ResponseRow{"sound", 201, made, R"({"id":1})", ""},
                    ResponseRow{"status", 200, made, "{}", "response.status.undeclared status"},
                    ResponseRow{"range", 404, Headers{{"Content-Type", "application/json"}}, "{}", ""},
                    ResponseRow{"server_error", 500, made, "{}", "response.status.undeclared status"},
                    ResponseRow{"header_missing", 201, Headers{{"Content-Type", "application/json"}}, R"({"id":1})",
                                "response.header.required header.Location required"},
                    ResponseRow{"header_type", 201,
                                Headers{{"Location", "/"}, {"X-Left", "many"}, {"Content-Type", "application/json"}},
                                R"({"id":1})", "response.header.schema header.X-Left type"},
                    ResponseRow{"type_missing", 201, Headers{{"Location", "/"}}, R"({"id":1})",
                                "response.media-type.missing header.Content-Type"},
                    ResponseRow{"type_undeclared", 201, Headers{{"Location", "/"}, {"Content-Type", "text/html"}},
                                "<p>", "response.media-type.undeclared header.Content-Type"},
                    ResponseRow{"declared_charset_may_be_left_out", 201,
                                Headers{{"Location", "/"}, {"Content-Type", "application/problem+json"}}, "{}", ""},
                    ResponseRow{"body_missing", 201, Headers{{"Location", "/"}}, "", "response.body.missing body"},
                    ResponseRow{"body_empty", 201, made, "", "response.body.malformed body"},
                    ResponseRow{"body_broken", 201, made, "{\"id\":", "response.body.malformed body"},
                    ResponseRow{"body_trailing", 201, made, "{\"id\":1} x", "response.body.malformed body"},
                    ResponseRow{"property_missing", 201, made, "{}", "response.body.schema body required"},
                    ResponseRow{"property_type", 201, made, R"({"id":"1"})", "response.body.schema body/id type"},
                    ResponseRow{"property_null", 201, made, R"({"id":null})", "response.body.schema body/id type"},
                    ResponseRow{"property_fraction", 201, made, R"({"id":1.5})", "response.body.schema body/id type"},
                    ResponseRow{"no_body", 204, Headers{}, "", ""},
                    ResponseRow{"unexpected_body", 204, Headers{}, "x", "response.body.unexpected body"},
                    ResponseRow{"head", 201, made, "", "", "HEAD"}),
    [](const auto& row) { return std::string(row.param.name); });

// What is sent empty is a stream of nothing.
TEST(Requests, MayBeAnEmptyStream) {
  const auto contract = tests::contract_of(R"(openapi: 3.1.0
info: {title: t, version: '1'}
paths:
  /lines:
    post:
      requestBody: {required: true, content: {application/jsonl: {schema: {type: array, items: {type: integer}}}}}
      responses: {'204': {description: ok}}
)");
  const Router router(contract);
  Request request{"POST", "/lines", {{"Content-Type", "application/jsonl"}}, ""};
  EXPECT_TRUE(validate_request(*contract, router.route("POST", "/lines"), request).empty());
  request.headers.remove("Content-Type");
  EXPECT_EQ(validate_request(*contract, router.route("POST", "/lines"), request).size(), 1u);
}

// OAS 3.1 wants none.
TEST(Responses, AreFreeWhereNoneIsDeclared) {
  const auto contract = tests::contract_of("openapi: 3.1.0\ninfo: {title: t, version: '1'}\npaths: {/a: {get: {}}}\n");
  Response response;
  response.status = 418;
  response.body = "short and stout";
  EXPECT_TRUE(validate_response(*contract, *contract->find("GET", "/a"), "GET", response).empty());
}

TEST(Responses, WithAPropertyTooManyNameIt) {
  Response response;
  response.status = 201;
  response.headers = made;
  response.body = R"({"id":1,"more":true})";
  const auto violations =
      validate_response(router().contract(), router().contract().operations.at(0), "POST", response);
  ASSERT_EQ(violations.size(), 1u);
  EXPECT_EQ(violations[0].rule, "response.body.schema");
  EXPECT_GT(violations[0].contract.line, 0u);
}

}  // namespace
}  // namespace squall::tests
