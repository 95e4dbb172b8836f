// What a contract tells of things and their ids: which operations make, read and delete the same, and what needs them.

#include "harness/resources/resource_graph.h"

#include <gtest/gtest.h>

#include "contracts/match/query_value.h"
#include "harness/resources/paging.h"
#include "harness/verify/agreement.h"
#include "harness/verify/identity.h"
#include "tests/support/contracts.h"

namespace squall::tests {
namespace {
using namespace harness;
using contracts::Document;
using contracts::http::Request;
using contracts::http::Response;
using contracts::match::Router;

constexpr const char* yaml = R"(openapi: 3.0.3
info: {title: t, version: '1'}
paths:
  /books:
    get:
      parameters: [{name: limit, in: query, schema: {type: integer}}]
      responses: {'200': {description: ok}}
    post: {responses: {'201': {description: ok}}}
  /books/{book_id}:
    parameters: [{name: book_id, in: path, required: true, schema: {type: string}}]
    get: {responses: {'200': {description: ok}}}
    delete: {responses: {'204': {description: ok}}}
  /books/{book_id}/lend:
    parameters: [{name: book_id, in: path, required: true, schema: {type: string}}]
    post: {responses: {'200': {description: ok}}}
  /shops/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
    get: {responses: {'200': {description: ok}}}
  /openings:
    post:
      responses:
        '201':
          description: ok
          links: {shop: {operationId: readShop, parameters: {id: '$response.body#/shop/number'}}}
  /loans:
    post:
      requestBody:
        content:
          application/json:
            schema: {type: object, properties: {bookId: {type: string}, shop_id: {type: string}, id: {type: string}}}
      responses: {'201': {description: ok}}
)";

ContractPointer contract() {
  std::string text = yaml;
  text.replace(text.find("    get: {responses: {'200': {description: ok}}}\n  /openings"), 4,
               "    get: {operationId: readShop, responses: {'200': {description: ok}}}\n#");
  return contract_of(text);
}

std::string name_of(const contracts::openapi::Operation* operation) {
  return operation == nullptr ? "" : operation->name();
}

TEST(ResourceGraph, FindsWhatBelongsTogether) {
  const auto loaded = contract();
  const ResourceGraph graph(*loaded, {});
  ASSERT_EQ(graph.resources().size(), 2u);
  const Resource& book = graph.resources()[0];
  EXPECT_EQ(book.item, "/books/{book_id}");
  EXPECT_EQ(book.name, "book");
  EXPECT_EQ(name_of(book.create), "POST /books");
  EXPECT_EQ(name_of(book.list), "GET /books");
  EXPECT_EQ(name_of(book.remove), "DELETE /books/{book_id}");
  EXPECT_EQ(book.replace, nullptr);
  ASSERT_EQ(book.actions.size(), 1u);
  EXPECT_EQ(name_of(book.actions[0]), "POST /books/{book_id}/lend");
  EXPECT_EQ(name_of(graph.resources()[1].create), "POST /openings");  // by its link
}

TEST(ResourceGraph, KnowsWhatIsNeeded) {
  const auto loaded = contract();
  const ResourceGraph graph(*loaded, {});
  std::string needs;
  for (const char* path : {"/books/{book_id}/lend", "/loans", "/books"}) {
    for (const auto& need : graph.needs(*loaded->find("POST", path))) {
      needs += need.name + " from " + graph.resources()[need.resource].item + "\n";
    }
  }
  EXPECT_EQ(needs,
            "book_id from /books/{book_id}\n"
            "/bookId from /books/{book_id}\n"
            "/shop_id from /shops/{id}\n");
}

TEST(ResourceGraph, LeavesOutWhatIsNotToBeAsked) {
  const auto loaded = contract();
  const ResourceGraph graph(*loaded, {loaded->find("POST", "/books"), loaded->find("DELETE", "/books/{book_id}")});
  EXPECT_EQ(graph.resources()[0].create, nullptr);
  EXPECT_EQ(graph.resources()[0].remove, nullptr);
}

TEST(ResourceGraph, SpeaksOfOneThing) {
  EXPECT_EQ(singular("orders"), "order");
  EXPECT_EQ(singular("categories"), "category");
  EXPECT_EQ(singular("boxes"), "box");
  EXPECT_EQ(singular("classes"), "class");
  EXPECT_EQ(singular("address"), "address");
  EXPECT_EQ(singular("stock"), "stock");
}

std::string identity(const char* path, const std::string& body, const std::string& location) {
  const auto loaded = contract();
  const Router router(loaded);
  const ResourceGraph graph(*loaded, {});
  const Resource& resource = graph.resources()[std::string(path) == "/books" ? 0 : 1];
  const Request request{"POST", path, {}, {}};
  Response response{201, {}, {}, body};
  if (!location.empty()) response.headers.add("Location", location);
  const auto found = identity_of_created(router, resource, request, response);
  return found ? text_of(found->value) + " as " + found->member : "";
}

TEST(Identity, IsWhatTheAnswerTells) {
  EXPECT_EQ(identity("/books", R"({"id": "b", "book_id": "a"})", ""), "a as book_id");
  EXPECT_EQ(identity("/books", R"({"id": 7})", "/books/8"), "7 as id");
  EXPECT_EQ(identity("/books", R"({"bookId": "c"})", ""), "c as bookId");
  EXPECT_EQ(identity("/books", "", "/books/a%20b"), "a b as ");
  EXPECT_EQ(identity("/books", "[]", "http://h:1/books/x?y"), "x as ");
  EXPECT_EQ(identity("/books", "{}", "/loans/1"), "");
  EXPECT_EQ(identity("/books", R"({"id": null})", ""), "");
  EXPECT_EQ(identity("/openings", R"({"id": "wrong", "shop": {"number": 3}})", ""), "3 as ");  // the link says
}

struct LossRow {
  const char* sent;
  const char* echoed;
  const char* before;
  const char* read;
  const char* expected;
};

TEST(Agreement, IsBrokenOnlyByWhatWasTakenAndIsNotThere) {
  for (const LossRow& row : {
           LossRow{R"({"a":1})", R"({"a":1})", "", R"({"a":2})", "/a: 1, 2 !"},
           LossRow{R"({"a":1})", R"({"a":1})", "", R"({"a":1.0})", ""},
           LossRow{R"({"a":" X"})", R"({"a":"x"})", "", R"({"a":"x"})", ""},  // normalised
           LossRow{R"({"a":1})", R"({"a":1})", "", R"({"b":2})", ""},         // another view
           LossRow{R"({"a":{"b":[1]}})", R"({"a":{"b":[1]}})", "", R"({"a":{"b":[2]}})", "/a/b: [1], [2] !"},
           LossRow{R"({"a":1})", "", R"({"a":5})", R"({"a":5})", "/a: 1, 5"},  // nothing happened
           LossRow{R"({"a":1})", "", R"({"a":5})", R"({"a":6})", ""},          // something did
           LossRow{R"({"a":5})", "", R"({"a":5})", R"({"a":5})", ""},
           LossRow{R"({"a":1})", R"({"b":1})", R"({"a":5})", R"({"a":5})", ""},  // the answer does not show it
       }) {
    const auto parsed = [](const char* text) { return std::move(*Document::parse_json(*text == 0 ? "null" : text)); };
    const Document sent = parsed(row.sent), echoed = parsed(row.echoed), before = parsed(row.before),
                   read = parsed(row.read);
    const auto loss = first_loss(sent.root(), *row.echoed == 0 ? nullptr : &echoed.root(),
                                 *row.before == 0 ? nullptr : &before.root(), read.root());
    EXPECT_EQ(loss ? loss->pointer + ": " + loss->expected + ", " + loss->found + (loss->acknowledged ? " !" : "") : "",
              row.expected)
        << row.sent << row.read;
  }
}

TEST(Paging, IsKnownByItsNames) {
  const auto loaded = contract();
  ASSERT_NE(limit_parameter(*loaded->find("GET", "/books")), nullptr);
  EXPECT_TRUE(is_paged(*loaded->find("GET", "/books")));
  EXPECT_FALSE(is_paged(*loaded->find("GET", "/books/{book_id}")));
  EXPECT_EQ(with_query("/a", "x y", "1&2"), "/a?x%20y=1%262");
  EXPECT_EQ(with_query("/a?b=1", "c", "2"), "/a?b=1&c=2");
  EXPECT_EQ(with_query("/a?b=1", "b", "2"), "/a?b=1");
  EXPECT_EQ(contracts::match::query_value("/a?b=1%262", "b"), "1&2");
  const auto list = [](const char* text) {
    const auto document = Document::parse_json(text);
    const contracts::Node* found = list_in(document->root());
    return found == nullptr ? -1 : static_cast<int>(found->size());
  };
  EXPECT_EQ(list("[1,2]"), 2);
  EXPECT_EQ(list(R"({"items":[1],"next":null})"), 1);
  EXPECT_EQ(list(R"({"a":[1],"b":[2]})"), -1);
  EXPECT_EQ(list("{}"), -1);
}

}  // namespace
}  // namespace squall::tests
