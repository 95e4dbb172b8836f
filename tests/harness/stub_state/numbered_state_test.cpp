// Items whose ids are numbers, and lists that say all about their pages.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "contracts/match/validate.h"
#include "harness/stub_state/state_answers.h"
#include "tests/support/contracts.h"

namespace squall::harness {
namespace {

using contracts::http::Headers;
using contracts::http::Request;

constexpr const char* items_yaml = R"(openapi: 3.1.0
info: {title: Items, version: '1'}
paths:
  /items:
    get:
      parameters:
        - {name: limit, in: query, schema: {type: integer, minimum: 0}}
        - {name: page, in: query, schema: {type: integer, minimum: 1}}
      responses:
        '200':
          description: ok
          headers: {Link: {schema: {type: string}}}
          content:
            application/json:
              schema:
                type: object
                required: [items, total, has_previous, previous, prev_page, next]
                properties:
                  items: {type: array, items: {$ref: '#/components/schemas/Item'}}
                  total: {type: integer}
                  has_previous: {type: boolean}
                  previous: {type: [string, 'null']}
                  prev_page: {type: [integer, 'null']}
                  next: {type: [string, 'null']}
    post:
      requestBody:
        content:
          application/json: {schema: {$ref: '#/components/schemas/New'}}
          application/x-www-form-urlencoded: {schema: {$ref: '#/components/schemas/New'}}
      responses:
        '201':
          description: made
          headers: {Location: {required: true, schema: {type: string, pattern: '^https?://'}}}
          content: {application/json: {schema: {$ref: '#/components/schemas/Item'}}}
        '409': {description: there already}
  /items/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: number}}]
    get:
      responses:
        '200':
          description: ok
          content: {application/json: {schema: {$ref: '#/components/schemas/Item'}, example: {id: 5, name: five}}}
        '404': {description: none}
components:
  schemas:
    New: {type: object, properties: {id: {type: number}, name: {type: string}}}
    Item: {type: object, required: [id, name], properties: {id: {type: number}, name: {type: string}}}
)";

class NumberedState : public testing::Test {
 protected:
  std::string ask(const std::string& method, const std::string& target, const std::string& body = "",
                  Headers headers = {}, const std::string& type = "application/json") {
    headers.add("Host", "items.test");
    if (!body.empty()) headers.add("Content-Type", type);
    const auto route = router->route(method, target);
    EXPECT_NE(route.operation, nullptr) << target;
    last = state->answer({method, target, std::move(headers), body}, route);
    if (!last.response) return "-";
    EXPECT_THAT(contracts::match::validate_response(router->contract(), *route.operation, method, *last.response),
                testing::IsEmpty());
    return std::to_string(last.response->status) + (last.response->body.empty() ? "" : " ") + last.response->body;
  }
  void use(StateOptions options) { state = std::make_unique<StateAnswers>(router, 42, options); }

  const std::shared_ptr<const contracts::match::Router> router =
      std::make_shared<const contracts::match::Router>(tests::contract_of(items_yaml));
  std::unique_ptr<StateAnswers> state = std::make_unique<StateAnswers>(router, 42);
  StateAnswer last;
};

TEST_F(NumberedState, KnowsAnIdHoweverItIsWritten) {
  EXPECT_EQ(ask("GET", "/items/5.0"), R"(200 {"id":5,"name":"five"})");
  EXPECT_EQ(ask("POST", "/items", R"({"id":5.0,"name":"again"})"), "409");
  EXPECT_EQ(ask("POST", "/items", R"({"id":1e2,"name":"hundred"})"), R"(201 {"id":100,"name":"hundred"})");
  EXPECT_EQ(last.response->headers.get("Location"), "http://items.test/items/100");
  EXPECT_EQ(ask("GET", "/items/100"), R"(200 {"id":100,"name":"hundred"})");
  EXPECT_EQ(ask("GET", "/items/1000e-1"), R"(200 {"id":100,"name":"hundred"})");
  EXPECT_EQ(ask("GET", "/items/10"), "404");
}

TEST_F(NumberedState, GoesOnFromASnapshotAsBefore) {
  EXPECT_EQ(ask("POST", "/items", R"({"name":"a"})"), R"(201 {"id":1,"name":"a"})");
  ASSERT_TRUE(state->keep("one"));
  EXPECT_EQ(ask("POST", "/items", R"({"name":"b"})"), R"(201 {"id":2,"name":"b"})");
  ASSERT_TRUE(state->bring_back("one"));
  EXPECT_EQ(ask("POST", "/items", R"({"name":"c"})"), R"(201 {"id":2,"name":"c"})");
  state->reset();
  EXPECT_EQ(ask("POST", "/items", R"({"name":"d"})"), R"(201 {"id":1,"name":"d"})");
}

TEST_F(NumberedState, SaysAllAboutItsPages) {
  for (const char* name : {"a", "b"}) ask("POST", "/items", std::string(R"({"name":")") + name + "\"}");
  const struct {
    const char *target, *body, *link;
  } rows[] = {{"/items?limit=0",
               R"({"items":[],"total":3,"has_previous":false,"previous":null,"prev_page":null,"next":null})", ""},
              {"/items?limit=1",
               R"({"items":[{"id":5,"name":"five"}],"total":3,"has_previous":false,"previous":null,"prev_page":null,)"
               R"("next":"/items?limit=1&page=2"})",
               R"(</items?limit=1&page=2>; rel="next")"},
              {"/items?page=2&limit=1",
               R"({"items":[{"id":1,"name":"a"}],"total":3,"has_previous":true,"previous":"/items?limit=1&page=1",)"
               R"("prev_page":1,"next":"/items?limit=1&page=3"})",
               R"(</items?limit=1&page=3>; rel="next", </items?limit=1&page=1>; rel="prev")"},
              {"/items?page=2&limit=2",
               R"({"items":[{"id":2,"name":"b"}],"total":3,"has_previous":true,"previous":"/items?limit=2&page=1",)"
               R"("prev_page":1,"next":null})",
               R"(</items?limit=2&page=1>; rel="prev")"}};
  for (const auto& row : rows) {
    EXPECT_EQ(ask("GET", row.target), std::string("200 ") + row.body);
    EXPECT_EQ(last.response->headers.get("Link"), row.link);
  }
}

TEST_F(NumberedState, ReadsAllLinesOfAccept) {
  EXPECT_EQ(ask("GET", "/items/5", "", {{"Accept", "image/png"}, {"Accept", "application/json"}}),
            R"(200 {"id":5,"name":"five"})");
}

TEST_F(NumberedState, GivesUrlsOfItsOwnScheme) {
  use({{}, true});
  ask("POST", "/items", R"({"name":"a"})");
  EXPECT_EQ(last.response->headers.get("Location"), "https://items.test/items/1");
}

TEST_F(NumberedState, SaysInUtf8WhatAFormSaidInAnyBytes) {
  EXPECT_EQ(ask("POST", "/items", "name=%FF", {}, "application/x-www-form-urlencoded"),
            "201 {\"id\":1,\"name\":\"\xEF\xBF\xBD\"}");
}

}  // namespace
}  // namespace squall::harness
