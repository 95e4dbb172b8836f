#include "contracts/pact/read.h"

#include <gtest/gtest.h>

#include "contracts/pact/match.h"

namespace squall::tests {
namespace {

using namespace contracts;

pact::Reading<pact::Pact> read(std::string text) {
  auto document = Document::parse(std::move(text), "a.json", Syntax::json);
  if (!document) return tl::unexpected(std::vector<Error>{document.error()});
  return pact::read_pact(std::make_shared<const Document>(std::move(*document)));
}

std::string with(const std::string& interaction, const std::string& version) {
  return R"({"consumer": {"name": "web"}, "provider": {"name": "orders"}, "interactions": [)" + interaction +
         R"(], "metadata": {"pactSpecification": {"version": ")" + version + R"("}}})";
}

TEST(ReadPact, VersionFour) {
  const auto pact = read(with(R"({
    "type": "Synchronous/HTTP", "key": "1", "pending": true, "description": "an order",
    "providerStates": [{"name": "an order exists", "params": {"id": 7}}, {"name": "it is paid"}],
    "request": {"method": "get", "path": "/orders/7", "query": {"full": ["true"]}, "headers": {"Accept": ["text/*", "application/json"]}},
    "response": {"status": 200,
      "body": {"contentType": "application/json", "encoded": false, "content": {"id": 7}},
      "matchingRules": {"status": {"matchers": [{"match": "statusCode", "status": "success"}]}, "body": {"$.id": {"matchers": [{"match": "integer"}]}}}}
  }, {"type": "Asynchronous/Messages", "description": "m", "contents": {"contentType": "application/octet-stream", "encoded": "base64", "content": "AAEC"},
      "metadata": {"topic": "orders"}},
  {"type": "Synchronous/Messages", "description": "s", "request": {"contents": {"content": "ping", "contentType": "text/plain"}},
      "response": [{"contents": {"content": "pong", "contentType": "text/plain"}}]})",
                              "4.0"));
  ASSERT_TRUE(pact) << to_string(pact.error().front());
  EXPECT_EQ(pact->version, pact::Version::v4);
  EXPECT_EQ(pact->consumer, "web");
  ASSERT_EQ(pact->interactions.size(), 3u);
  const pact::Interaction& http = pact->interactions[0];
  EXPECT_TRUE(http.pending);
  EXPECT_EQ(title_of(http), "an order (given an order exists, it is paid)");
  EXPECT_EQ(to_json(http.states[0].params), R"({"id":7})");
  const http::Response good{201, "", {{"Content-Type", "application/json;charset=utf-8"}}, R"({"id": 8, "more": 1})"};
  EXPECT_TRUE(pact::match_response(*pact, http.response, good).empty());
  const http::Response bad{404, "", {{"Content-Type", "application/json"}}, R"({"id": "8"})"};
  const auto violations = pact::match_response(*pact, http.response, bad);
  ASSERT_EQ(violations.size(), 2u);
  EXPECT_EQ(violations[0].where, "status");
  EXPECT_EQ(violations[0].keyword, "statusCode");
  EXPECT_EQ(violations[1].pointer, "/id");
  EXPECT_EQ(violations[1].contract.file, "a.json");
  EXPECT_GT(violations[1].contract.line, 1u);
  EXPECT_EQ(pact->interactions[1].kind, pact::InteractionKind::message);
  EXPECT_EQ(pact->interactions[1].messages[0].contents.text, std::string("\0\1\2", 3));
  EXPECT_EQ(pact->interactions[2].messages.size(), 2u);
}

TEST(ReadPact, EarlierVersions) {
  const std::string one =
      R"({"description": "d", "providerState": "s", "request": {"method": "GET", "path": "/", "query": "b=2&a=1"},
      "response": {"status": 200}})";
  const auto first = read(with(one, "1.0.0"));
  ASSERT_TRUE(first);
  EXPECT_EQ(first->interactions[0].states[0].name, "s");
  EXPECT_EQ(first->interactions[0].request.query_text, "b=2&a=1");
  const auto second = read(with(one, "2.0.0"));
  ASSERT_TRUE(second);
  EXPECT_FALSE(second->interactions[0].request.query_text);
  EXPECT_EQ(second->interactions[0].request.query.size(), 2u);
  const auto messages = read(R"({"consumer": {"name": "c"}, "provider": {"name": "p"}, "messages": [
      {"description": "m", "providerStates": [{"name": "s"}], "contents": {"a": 1}, "metaData": {"contentType": "application/json"}}]})");
  ASSERT_TRUE(messages);
  EXPECT_EQ(messages->interactions[0].kind, pact::InteractionKind::message);
}

TEST(ReadPact, RulesByTheirOlderNames) {
  const auto pact = read(with(R"({"description": "d",
      "request": {"body": {"a": 1}, "requestMatchingRules": {"$.body.a": {"match": "type"}}},
      "response": {"body": {"a": true}, "responseMatchingRules": {"$.body.a": {"match": "type"}}}})",
                              "2.0.0"));
  ASSERT_TRUE(pact) << to_string(pact.error().front());
  const pact::Interaction& one = pact->interactions[0];
  EXPECT_TRUE(pact::match_request(*pact, one.request, {"GET", "/", {}, R"({"a": 2})"}).empty());
  EXPECT_FALSE(pact::match_request(*pact, one.request, {"GET", "/", {}, R"({"a": "2"})"}).empty());
  EXPECT_TRUE(pact::match_response(*pact, one.response, {200, "", {}, R"({"a": false})"}).empty());
  EXPECT_FALSE(pact::match_response(*pact, one.response, {200, "", {}, R"({"a": 0})"}).empty());
}

struct Wrong {
  const char* text;
  const char* error;
};

TEST(ReadPact, SaysWhatIsWrongAndWhere) {
  const Wrong rows[] = {
      {"[]", "a.json:1:1: a pact is an object"},
      {R"({"consumer": {}, "provider": {}})", "a.json:1:1: a pact without 'interactions'"},
      {R"({"interactions": {}})", "a.json:1:18: 'interactions' must be of the type array"},
      {R"({"interactions": [7]})", "a.json:1:19: an interaction must be an object"},
      {R"({"interactions": [{"response": {}}]})", "a.json:1:19: an interaction without 'request'"},
      {R"({"interactions": [{"request": [], "response": {}}]})", "a.json:1:31: 'request' must be of the type object"},
      {R"({"interactions": [{"request": {}, "response": {"status": "ok"}}]})",
       "a.json:1:58: 'status' must be a whole number"},
      {R"({"interactions": [{"request": {"matchingRules": {"$.sky": {"match": "type"}}}, "response": {}}]})",
       "the rule '$.sky' speaks of no part"},
      {R"({"interactions": [{"request": {"matchingRules": {"bdy": {}}}, "response": {}}]})", "rules for 'bdy'"},
      {R"({"interactions": [{"request": {"generators": {"body": {"$.a": {"type": "RandomInteger"}}}}, "response": {}}]})",
       "the generator 'RandomInteger' is not known"},
      {R"({"interactions": [{"request": {"generators": {"body": {"$.a": {"type": "Date", "expression": "next leap year"}}}}, "response": {}}]})",
       "the expression 'next leap year' cannot be read"},
      {R"({"interactions": [{"request": {"generators": {"body": {"$.a": {"type": "Time", "format": "HH:jj"}}}}, "response": {}}]})",
       "the format 'HH:jj' has the letter 'j', which none has"},
      {R"x({"interactions": [{"request": {"generators": {"body": {"$.a": {"type": "Regex", "regex": "("}}}}, "response": {}}]})x",
       "the regex '(' cannot be used"},
      {R"({"interactions": [{"request": {}, "response": {}, "pluginConfiguration": {"protobuf": {}}}]})",
       "the interaction needs a Pact plugin"},
      {R"({"interactions": [{"request": {"matchingRules": {"body": {"$.a": {"combine": "XOR", "matchers": [{"match": "type"}]}}}}, "response": {}}]})",
       "matchers are combined by AND or OR, not by 'XOR'"},
      {R"({"interactions": [{"request": {"matchingRules": {"body": {"$.a": {"matchers": [{"match": "type", "min": 3, "max": 2}]}}}}, "response": {}}]})",
       "'min' is more than 'max'"},
      {R"({"interactions": [], "metadata": {"pactSpecification": {"version": "5.0"}}})",
       "a.json:1:34: a pact of a version that is not known"},
      {R"({"interactions": [{"type": "Telepathy"}]})", "interactions of the type 'Telepathy' are not known"},
  };
  for (const Wrong& row : rows) {
    const auto pact = read(row.text);
    ASSERT_FALSE(pact) << row.text;
    EXPECT_NE(to_string(pact.error().front()).find(row.error), std::string::npos) << to_string(pact.error().front());
  }
}

TEST(ReadPact, TenMistakesAreToldAtOnce) {
  std::string interactions;
  for (int i = 0; i < 10; ++i) interactions += std::string(i == 0 ? "" : ",") + R"({"request": {}})";
  const auto pact = read(with(interactions, "3.0.0"));
  ASSERT_FALSE(pact);
  EXPECT_EQ(pact.error().size(), 10u);
}

TEST(IsPact, KnowsPactsFromContracts) {
  const auto is = [](const char* text) { return pact::is_pact(*Document::parse(text, "x")); };
  EXPECT_TRUE(is(R"({"consumer": {}, "provider": {}, "interactions": []})"));
  EXPECT_TRUE(is(R"({"consumer": {}, "provider": {}, "messages": []})"));
  EXPECT_FALSE(is(R"({"openapi": "3.1.0", "paths": {}})"));
  EXPECT_FALSE(is("[]"));
}

}  // namespace
}  // namespace squall::tests
