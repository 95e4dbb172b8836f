#include "harness/verify/link_walk.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/verify/exerciser.h"
#include "tests/harness/verify/answered_plan.h"
#include "tests/support/contracts.h"

namespace squall::tests {
namespace {
using namespace harness;
using contracts::http::Request;
using contracts::http::Response;
using contracts::match::Router;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr const char* yaml = R"(openapi: 3.1.0
info: {title: Books, version: '1'}
paths:
  /books:
    get:
      operationId: listBooks
      parameters:
        - {name: limit, in: query, schema: {type: integer, minimum: 1, maximum: 50}}
        - {name: cursor, in: query, schema: {type: string}}
      responses:
        '200':
          description: ok
          content: {application/json: {schema: {type: object}}}
          links:
            next: {operationId: listBooks, parameters: {cursor: '$response.body#/next', limit: '$request.query.limit'}}
    post:
      operationId: makeBook
      responses:
        '201':
          description: made
          content: {application/json: {schema: {type: object}}}
          links:
            read: {operationId: readBook, parameters: {id: '$response.body#/id', lang: $request.query.lang}}
            named: {operationId: readBook, parameters: {path.id: '$response.body#/id', header.X-From: the shelf}}
            rename: {operationId: renameBook, parameters: {id: '$response.body#/id'}, requestBody: '$response.body#/title'}
            lost: {operationId: readBook, parameters: {isbn: '$response.body#/id'}}
  /books/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: string, maxLength: 8}}]
    get:
      operationId: readBook
      parameters:
        - {name: lang, in: query, schema: {type: string}}
        - {name: X-From, in: header, schema: {type: string}}
      responses: {'200': {description: ok, content: {application/json: {schema: {type: object}}}}, '404': {description: none}}
    put:
      operationId: renameBook
      requestBody: {required: true, content: {application/json: {schema: {type: string}}}}
      responses: {'200': {description: ok}}
)";

class LinkWalking : public testing::Test {
 protected:
  const contracts::openapi::Link& link(const std::string& method, const std::string& name) const {
    const auto& links = contract().find(method, "/books")->responses.front().links;
    const auto found = std::find_if(links.begin(), links.end(), [&](const auto& each) { return each.name == name; });
    EXPECT_NE(found, links.end()) << name;
    return *found;
  }
  // Method, target, headers of ours and body of the request that the link makes of the exchange.
  std::string followed(const std::string& method, const std::string& name, const std::string& target,
                       const std::string& body) const {
    Request request;
    request.method = method;
    request.target = target;
    Response response;
    response.status = method == "POST" ? 201 : 200;
    response.headers.add("Content-Type", "application/json");
    response.body = body;
    const auto made = follow(*router_, link(method, name), request, response, {}, contracts::Random(1, "test"));
    if (!made) return "nothing";
    EXPECT_EQ(made->summary, "link '" + name + "'");
    const auto& sent = made->request;
    const std::string from(sent.headers.get("X-From"));
    return sent.method + " " + sent.target + (from.empty() ? "" : " from " + from) + (sent.body.empty() ? "" : " ") +
           sent.body;
  }
  // The rules and texts of what walking the links of that operation finds.
  std::vector<std::string> walked(const std::string& method, Answering answering) {
    const VerifyPlan plan = answered_plan(router_, [&, answering](const Request& request) {
      targets_.push_back(request.method + " " + request.target);
      return answering(request);
    });
    Exerciser exerciser(plan);
    const ResourceGraph graph(contract(), {});
    const auto& operation = *contract().find(method, "/books");
    exerciser.each(1, [&](VerifySession& session, std::uint64_t) {
      walk_links(session, graph, operation, exerciser.random("test", operation, 0));
    });
    std::vector<std::string> found;
    for (const auto& finding : exerciser.finish().check.findings)
      found.push_back(finding.rule + ": " + finding.message);
    return found;
  }

  const contracts::openapi::Contract& contract() const { return router_->contract(); }
  const std::shared_ptr<const Router> router_ = std::make_shared<const Router>(contract_of(yaml));
  std::vector<std::string> targets_;
};

TEST_F(LinkWalking, FillsParametersFromTheExchange) {
  EXPECT_EQ(followed("POST", "read", "/books?lang=en", R"({"id":"b1"})"), "GET /books/b1?lang=en");
  EXPECT_EQ(followed("POST", "named", "/books", R"({"id":"b1"})"), "GET /books/b1 from the shelf");
  EXPECT_EQ(followed("POST", "rename", "/books", R"({"id":"b1","title":"t"})"), "PUT /books/b1 \"t\"");
  EXPECT_EQ(followed("GET", "next", "/books?limit=1", R"({"next":"c2"})"), "GET /books?cursor=c2&limit=1");
}

TEST_F(LinkWalking, DoesNotFollowWhatDoesNotApply) {
  EXPECT_EQ(followed("POST", "read", "/books", R"({"id":"b1"})"), "GET /books/b1");  // not asked in a language
  EXPECT_EQ(followed("GET", "next", "/books?limit=1", R"({"next":null})"), "nothing");
  EXPECT_EQ(followed("GET", "next", "/books?limit=1", "{}"), "nothing");
  EXPECT_EQ(followed("POST", "read", "/books", R"({"id":{"value":1}})"), "nothing");
  EXPECT_EQ(followed("POST", "read", "/books", R"({"id":"longer than it may be"})"), "nothing");
  EXPECT_EQ(followed("POST", "rename", "/books", R"({"id":"b1"})"), "nothing");
  EXPECT_EQ(followed("POST", "lost", "/books", R"({"id":"b1"})"), "nothing");
}

TEST_F(LinkWalking, SaysWhatLeadsNowhere) {
  const auto making = [](int read) {
    return [read](const Request& request) {
      return request.method == "POST" ? json_answer(201, R"({"id":"b1","title":"t"})") : json_answer(read, "{}");
    };
  };
  EXPECT_THAT(walked("POST", making(200)), IsEmpty());
  EXPECT_THAT(walked("POST", making(404)),
              testing::Contains(HasSubstr("stateful.link.broken: POST /books has link 'read' to GET /books/{id}, which "
                                          "answers 404")));
}

TEST_F(LinkWalking, TurnsPagesToTheLast) {
  const auto found = walked("GET", [](const Request& request) {
    if (request.target.find("cursor=c2") != std::string::npos) return json_answer(200, R"({"items":[{"id":2}]})");
    return json_answer(200, R"({"items":[{"id":1}],"next":"c2"})");
  });
  EXPECT_THAT(found, IsEmpty());
  EXPECT_THAT(targets_, ElementsAre("GET /books?limit=1", "GET /books?cursor=c2&limit=1"));
}

TEST_F(LinkWalking, SaysWhenThePageIsTheSameAgain) {
  EXPECT_THAT(walked("GET", [](const Request&) { return json_answer(200, R"({"items":[{"id":1}],"next":"c2"})"); }),
              ElementsAre(HasSubstr("stateful.page.repeated: GET /books gives the same items again")));
  int page = 0;
  EXPECT_THAT(walked("GET",
                     [&page](const Request&) {
                       return json_answer(200, R"({"items":[{"id":)" + std::to_string(++page) + R"(}],"next":"c2"})");
                     }),
              ElementsAre(HasSubstr("to the same page again, by link 'next'")));
}

TEST_F(LinkWalking, EndsThoughThePagesDoNot) {
  int page = 0;
  const auto found = walked("GET", [&page](const Request&) {
    const std::string number = std::to_string(++page);
    return json_answer(200, R"({"items":[{"id":)" + number + R"(}],"next":"c)" + number + R"("})");
  });
  EXPECT_THAT(found, IsEmpty());
  EXPECT_EQ(targets_.size(), 6u);
}

}  // namespace
}  // namespace squall::tests
