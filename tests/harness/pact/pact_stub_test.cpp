#include "harness/pact/pact_stub.h"

#include <gtest/gtest.h>

#include "contracts/pact/read.h"

namespace squall::tests {
namespace {

using namespace contracts;

constexpr const char* kPact = R"({
  "consumer": {"name": "web"}, "provider": {"name": "orders"},
  "interactions": [
    {"description": "an open order", "providerState": "open", "request": {"method": "GET", "path": "/o/1"},
     "response": {"status": 200, "body": {"state": "open", "self": "http://x/o/1", "id": "x"},
       "generators": {"body": {"$.self": {"type": "MockServerURL", "example": "http://x/o/1", "regex": ".*"}, "$.id": {"type": "Uuid"}}}}},
    {"description": "a paid order", "providerState": "paid", "request": {"method": "GET", "path": "/o/1"},
     "response": {"status": 200, "headers": {"Content-Length": "999"}, "body": {"state": "paid"}}},
    {"description": "one with a limit", "request": {"method": "GET", "path": "/o", "query": {"limit": ["1"]}}, "response": {"status": 204, "headers": {"X-Folded": "a;\n   b"}}},
    {"description": "no final answer", "request": {"method": "PUT", "path": "/o"}, "response": {"status": 100}}
  ]})";

chaos::http::Handler stub(std::uint64_t seed = 1) {
  auto document = Document::parse(kPact, "p.json", Syntax::json);
  auto pact = pact::read_pact(std::make_shared<const Document>(std::move(*document)));
  harness::PactStubOptions options;
  options.seed = seed;
  options.now = [] { return pact::Moment{}; };
  return harness::make_pact_stub(std::make_shared<const pact::Pact>(std::move(*pact)), options);
}

http::Response ask(const chaos::http::Handler& handler, http::Request request) {
  return handler({std::move(request), "127.0.0.1:1"}).response;
}

TEST(PactStub, AnswersAsTheInteractionSays) {
  const http::Request request{"GET", "/o/1", {{"Host", "me:1"}}, ""};
  const http::Response first = ask(stub(), request);
  EXPECT_EQ(first.status, 200);
  EXPECT_NE(first.body.find(R"("self":"http://me:1/o/1")"), std::string::npos) << first.body;
  EXPECT_EQ(first, ask(stub(), request));
  EXPECT_NE(first, ask(stub(2), request));
}

TEST(PactStub, AStatePicks) {
  const http::Response paid = ask(stub(), {"GET", "/o/1", {{"Pact-Provider-State", "paid"}}, ""});
  EXPECT_EQ(paid.body, R"({"state":"paid"})");
  EXPECT_FALSE(paid.headers.contains("Content-Length"));
  EXPECT_EQ(ask(stub(), {"GET", "/o/1", {{"Pact-Provider-State", "lost"}}, ""}).status, 404);
}

TEST(PactStub, SendsWhatCanBeSent) {
  EXPECT_EQ(ask(stub(), {"GET", "/o?limit=1", {}, ""}).headers.get("X-Folded"), "a; b");
  const http::Response odd = ask(stub(), {"PUT", "/o", {}, ""});
  EXPECT_EQ(odd.status, 500);
  EXPECT_NE(odd.body.find("which is no final answer"), std::string::npos) << odd.body;
}

struct Row {
  http::Request request;
  int status;
  const char* told;
};

TEST(PactStub, NamesTheClosestInteraction) {
  const Row rows[] = {
      {{"GET", "/o?limit=2", {}, ""}, 422, "the closest is 'one with a limit' at p.json:9:5"},
      {{"GET", "/o?limit=2", {}, ""},
       422,
       R"("in":"query.limit","pointer":"","keyword":"equality","message":"must be \"1\", is \"2\"")"},
      {{"DELETE", "/o/1", {}, ""}, 404, "the closest is 'an open order (given open)'"},
      {{"GET", "/elsewhere", {}, ""}, 404, R"("in":"path")"},
  };
  for (const Row& row : rows) {
    const http::Response response = ask(stub(), row.request);
    EXPECT_EQ(response.status, row.status);
    EXPECT_NE(response.body.find(row.told), std::string::npos) << response.body;
  }
}

}  // namespace
}  // namespace squall::tests
