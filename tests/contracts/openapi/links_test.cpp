// What leads from one message to the next: runtime expressions, links, callbacks, webhooks.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/contracts.h"

namespace squall::tests {
namespace {
using namespace contracts::openapi;
using contracts::to_json;
using testing::HasSubstr;

struct Row {
  const char* name;
  const char* text;
  const char* value;  // as JSON; "none": the messages do not have it; "wrong": it is no expression
};

std::ostream& operator<<(std::ostream& out, const Row& row) {
  return out << row.name;
}

class Expressions : public testing::TestWithParam<Row> {};

TEST_P(Expressions, AreReadAndEvaluated) {
  contracts::http::Request request{"POST", "/orders/a%20b?q=1+2&empty", {{"X-Id", "7"}}, R"({"url":"http://me/"})"};
  contracts::http::Response response{201, "", {{"Location", "/orders/9"}}, R"({"id":9,"a/b":[true,null]})"};
  const std::vector<std::pair<std::string, std::string>> path{{"id", "a%20b"}};
  const auto text = parse_runtime_text(GetParam().text);
  if (!text) {
    EXPECT_STREQ("wrong", GetParam().value);
    return;
  }
  const auto value = evaluate(*text, Observed{request, response, path, "http://h:1"});
  EXPECT_EQ(value ? to_json(*value) : "none", GetParam().value);
}

INSTANTIATE_TEST_SUITE_P(
    All, Expressions,
    testing::Values(Row{"url", "$url", R"("http://h:1/orders/a%20b?q=1+2&empty")"},  //
                    Row{"method", "$method", R"("POST")"}, Row{"status", "$statusCode", "201"},
                    Row{"request_header", "$request.header.x-id", R"("7")"},
                    Row{"response_header", "$response.header.Location", R"("/orders/9")"},
                    Row{"no_header", "$response.header.X", "none"}, Row{"query", "$request.query.q", R"("1 2")"},
                    Row{"empty_query", "$request.query.empty", R"("")"}, Row{"no_query", "$request.query.z", "none"},
                    Row{"query_of_a_response", "$response.query.q", "none"},
                    Row{"path", "$request.path.id", R"("a b")"}, Row{"no_path", "$request.path.x", "none"},
                    Row{"body", "$request.body", R"({"url":"http://me/"})"}, Row{"pointer", "$response.body#/id", "9"},
                    Row{"escaped_pointer", "$response.body#/a~1b/0", "true"},
                    Row{"null_is_a_value", "$response.body#/a~1b/1", "null"},
                    Row{"no_member", "$response.body#/x", "none"}, Row{"braces", "{$response.body#/id}", "9"},
                    Row{"inside_text", "{$request.body#/url}x/{$response.body#/id}?a", R"("http://me/x/9?a")"},
                    Row{"missing_inside_text", "x{$response.body#/x}", "none"},
                    Row{"constant", "nothing {id} here", R"("nothing {id} here")"},
                    Row{"unknown_source", "{$reply.body}", "wrong"},
                    Row{"unknown_part", "{$request.cookie.a}", "wrong"},
                    Row{"bad_header", "{$request.header.a b}", "wrong"}, Row{"no_name", "{$request.path.}", "wrong"},
                    Row{"no_pointer", "{$request.body#x}", "wrong"}, Row{"open_brace", "{$url", "wrong"}),
    [](const auto& row) { return std::string(row.param.name); });

constexpr const char* shop = R"(openapi: 3.1.0
info: {title: t, version: '1'}
paths:
  /orders:
    post:
      operationId: create
      responses:
        '201':
          description: made
          links:
            get: {operationId: read, parameters: {path.id: $response.body#/id, verbose: true}}
            same: {operationRef: '#/paths/~1orders~1%7Bid%7D/delete', parameters: {id: '{$response.header.X-Id}'}}
            other: {$ref: '#/components/links/Other'}
            away: {operationRef: 'https://example.com/#/paths/~1a/get', server: {url: '{$request.body#/u}'}}
      callbacks:
        done: {$ref: '#/components/callbacks/Done'}
  /orders/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
    get:
      operationId: read
      callbacks: {done: {$ref: '#/components/callbacks/Done'}}
      responses: {'200': {description: ok}}
    delete: {responses: {'204': {description: gone}}}
webhooks:
  sold:
    post:
      requestBody: {content: {application/json: {schema: {type: object}}}}
      responses: {'200': {description: heard}}
components:
  links:
    Other: {operationId: read, requestBody: {id: '$response.body#/id'}}
  callbacks:
    Done:
      '{$request.query.url}/done':
        post:
          operationId: done
          callbacks: {again: {$ref: '#/components/callbacks/Done'}}
          requestBody: {content: {application/json: {schema: {type: integer}}}}
          responses: {'200': {description: heard}}
)";

TEST(Links, NameTheOperationTheyLeadTo) {
  const auto contract = contract_of(shop);
  EXPECT_TRUE(contract->warnings.empty()) << all_errors(contract->warnings);
  const auto& links = contract->find("POST", "/orders")->responses.at(0).links;
  ASSERT_EQ(links.size(), 4u);
  EXPECT_EQ(links[0].operation, "GET /orders/{id}");
  ASSERT_EQ(links[0].parameters.size(), 2u);
  EXPECT_EQ(links[0].parameters[0].in, "path");
  EXPECT_EQ(links[0].parameters[0].name, "id");
  EXPECT_EQ(links[0].parameters[0].value.expression->pieces.at(0).expression->pointer, "/id");
  EXPECT_EQ(links[0].parameters[1].in, "");
  EXPECT_FALSE(links[0].parameters[1].value.expression);
  EXPECT_EQ(to_json(links[0].parameters[1].value.constant), "true");
  EXPECT_EQ(links[1].operation, "DELETE /orders/{id}");
  EXPECT_EQ(links[2].operation, "GET /orders/{id}");
  EXPECT_FALSE(links[2].request_body->expression);
  EXPECT_EQ(links[3].operation, "");
  EXPECT_EQ(links[3].server->url_template, "{$request.body#/u}");
}

TEST(Links, ThatLeadNowhereAreReported) {
  const std::string head =
      "openapi: 3.1.0\ninfo: {title: t, version: '1'}\npaths:\n  /a:\n    get:\n      responses:\n"
      "        '200':\n          description: ok\n          links:\n";
  const std::pair<const char*, const char*> rows[] = {
      {"operationId: reed", "no operation has the operationId 'reed'"},
      {"operationRef: '#/paths/~1b/get'", "leads nowhere: there is no '/b'"},
      {"operationRef: '#/info'", "'#/info' is no operation"},
      {"operationRef: '#/paths/~1a/get', parameters: {id: $response.bodi#/id}", "is no runtime expression"}};
  for (const auto& [link, message] : rows) {
    const auto contract = contract_of(head + "            x: {" + link + "}\n");
    ASSERT_EQ(contract->warnings.size(), 1u) << link << all_errors(contract->warnings);
    EXPECT_THAT(contract->warnings[0].message, HasSubstr(message));
    EXPECT_EQ(contract->warnings[0].location.line, 10u);
  }
}

TEST(Callbacks, AreOperationsOfTheirOwn) {
  const auto contract = contract_of(shop);
  const auto& callbacks = contract->find("POST", "/orders")->callbacks;
  ASSERT_EQ(callbacks.size(), 1u);
  EXPECT_EQ(callbacks[0]->name, "done");
  ASSERT_EQ(callbacks[0]->targets.size(), 1u);
  const auto& target = callbacks[0]->targets[0];
  EXPECT_EQ(target.url.pieces.size(), 2u);
  ASSERT_EQ(target.operations.size(), 1u);
  EXPECT_EQ(target.operations[0].name(), "POST {$request.query.url}/done");
  EXPECT_TRUE(target.operations[0].callbacks.empty());
  EXPECT_TRUE(target.operations[0].parameters.empty());
  EXPECT_EQ(contract->find("GET", "/orders/{id}")->callbacks.at(0), callbacks[0]) << "one for all who refer to it";
}

TEST(Webhooks, AreOperationsOfTheirOwn) {
  const auto contract = contract_of(shop);
  ASSERT_EQ(contract->webhooks.size(), 1u);
  EXPECT_EQ(contract->webhooks[0].name(), "POST sold");
  EXPECT_TRUE(contract->webhooks[0].request_body->content.at(0).schema);
  EXPECT_EQ(contract->operations.size(), 3u);
}

}  // namespace
}  // namespace squall::tests
