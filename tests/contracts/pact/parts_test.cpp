// Headers, queries, paths, forms, metadata and bodies of other types.

#include <gtest/gtest.h>

#include "contracts/pact/match.h"
#include "contracts/pact/read.h"

namespace squall::tests {
namespace {

using namespace contracts;

struct Row {
  const char* expected;  // a request of version 3
  http::Request actual;
  const char* mismatch;  // "" when it matches
};

std::string request_mismatch(const Row& row) {
  auto document = Document::parse_json(row.expected);
  if (!document) return to_string(document.error());
  pact::Pact pact;
  pact.document = std::make_shared<const Document>(std::move(*document));
  const auto expected = pact::read_request(*pact.document, pact.document->root(), pact::Version::v3);
  if (!expected) return "unreadable: " + expected.error().front().message;
  const auto violations = pact::match_request(pact, *expected, row.actual);
  return violations.empty() ? "" : violations.front().where + ": " + violations.front().message;
}

TEST(Request, IsHeldAgainstItsParts) {
  const Row rows[] = {
      {R"({"path": "/a b/ü"})", {"GET", "/a%20b/%C3%BC", {}, ""}, ""},
      {R"({"path": "/a%20b"})", {"GET", "/a%20b", {}, ""}, ""},
      {R"({"path": "/a/b"})", {"GET", "/a%2Fb", {}, ""}, "path: must be /a/b, is /a%2Fb"},
      {R"({"path": "/a", "query": {"x": ["1", "2"]}})", {"GET", "/a?x=1&x=2", {}, ""}, ""},
      {R"({"path": "/a", "query": {"x": ["1"]}})",
       {"GET", "/a?x=1&x=2", {}, ""},
       "query.x: must have 1 value, has 2: 1, 2"},
      {R"({"path": "/a"})", {"GET", "/a?x=1", {}, ""}, "query.x: must be absent, is 1"},
      {R"({"path": "/a", "query": {"x": ["1"]}, "matchingRules": {"query": {"x": {"matchers": [{"match": "type", "min": 2}]}}}})",
       {"GET", "/a?x=7&x=8&x=9", {}, ""},
       ""},
      {R"({"path": "/a", "query": {"x[]": ["1"]}, "matchingRules": {"query": {"x[]": {"matchers": [{"match": "integer"}]}}}})",
       {"GET", "/a?x%5B%5D=b", {}, ""},
       "query.x[]: must be an integer"},
      {R"({"path": "/a", "query": {"x": ["1", "2"]}, "matchingRules": {"query": {"x[1]": {"matchers": [{"match": "integer"}]}}}})",
       {"GET", "/a?x=1&x=9", {}, ""},
       ""},
      {R"({"path": "/a", "headers": {"X-Date": "x"}, "matchingRules": {"header": {"x-date": {"matchers": [{"match": "regex", "regex": "\\d+, \\d+"}]}}}})",
       {"GET", "/a", {{"x-date", "1, 2"}}, ""},
       ""},
      {R"({"path": "/a", "headers": {"X-Ids": "1"}, "matchingRules": {"header": {"X-Ids": {"matchers": [{"match": "regex", "regex": "\\d"}]}}}})",
       {"GET", "/a", {{"X-Ids", "1, 2"}}, ""},
       ""},
      {R"({"path": "/a", "headers": {"X-Ids": "1"}, "matchingRules": {"header": {"X-Ids": {"matchers": [{"match": "regex", "regex": "\\d"}]}}}})",
       {"GET", "/a", {{"X-Ids", "1, x"}}, ""},
       "header.X-Ids: must match"},
      {R"({"path": "/a", "headers": {"Date": "Sun, 06 Nov 1994 08:49:37 GMT"}})",
       {"GET", "/a", {{"Date", "Sun, 06 Nov 1994 08:49:37 GMT"}}, ""},
       ""},
      {R"({"path": "/a", "headers": {"Accept": "a/b;q=1, c/d"}})", {"GET", "/a", {{"Accept", "a/b; q=1,c/d"}}, ""}, ""},
      {R"({"method": "POST", "path": "/a", "headers": {"Content-Type": "application/x-www-form-urlencoded"}, "body": "b=2&a=1"})",
       {"POST", "/a", {{"Content-Type", "application/x-www-form-urlencoded"}}, "a=1&b=2"},
       ""},
      {R"({"method": "POST", "path": "/a", "headers": {"Content-Type": "application/x-www-form-urlencoded"}, "body": "a=1",
          "matchingRules": {"body": {"$.a": {"matchers": [{"match": "integer"}]}}}})",
       {"POST", "/a", {{"Content-Type", "application/x-www-form-urlencoded"}}, "a=x"},
       "body.a: must be an integer"},
      {R"({"method": "POST", "path": "/a", "headers": {"Content-Type": "image/png"}, "body": "x",
          "matchingRules": {"body": {"$": {"matchers": [{"match": "contentType", "value": "image/png"}]}}}})",
       {"POST", "/a", {{"Content-Type", "image/png"}}, "\x89PNG\r\n\x1A\n.."},
       ""},
      {R"({"method": "POST", "path": "/a", "headers": {"Content-Type": "image/png"}, "body": "x",
          "matchingRules": {"body": {"$": {"matchers": [{"match": "contentType", "value": "image/png"}]}}}})",
       {"POST", "/a", {{"Content-Type", "image/png"}}, "GIF89a"},
       "body: must be image/png, begins as image/gif does"},
      {R"({"method": "POST", "path": "/a", "body": {"a": 1}})",
       {"POST", "/a", {{"Content-Type", "text/html"}}, "<html>"},
       "body: is no JSON"},
      {R"({"method": "POST", "path": "/a", "headers": {"Content-Type": "multipart/form-data; boundary=b"},
          "body": "--b\r\nContent-Disposition: form-data; name=\"f\"\r\n\r\nx\r\n--b--\r\n",
          "matchingRules": {"header": {"Content-Type": {"matchers": [{"match": "regex", "regex": "multipart/form-data.*"}]}}}})",
       {"POST",
        "/a",
        {{"Content-Type", "multipart/form-data; boundary=other"}},
        "--other\r\nContent-Disposition: form-data; name=\"f\"\r\n\r\ny\r\n--other--\r\n"},
       "body: must be \"x\", is \"y\""},
      {R"({"method": "POST", "path": "/a", "headers": {"Content-Type": "application/xml"}, "body": "<a><b>1</b></a>",
          "matchingRules": {"body": {"$.a.b['#text']": {"matchers": [{"match": "integer"}]}}}})",
       {"POST", "/a", {{"Content-Type", "application/xml"}}, "<a>\n  <b>x</b>\n</a>"},
       "body: must be an integer"},
      {R"({"method": "POST", "path": "/a", "headers": {"Content-Type": "application/xml"}, "body": "<a/>"})",
       {"POST", "/a", {{"Content-Type", "application/xml"}}, "<a"},
       "body: is no XML"},
  };
  for (const Row& row : rows) {
    const std::string found = request_mismatch(row);
    if (*row.mismatch == '\0') {
      EXPECT_EQ(found, "") << row.expected;
    } else {
      EXPECT_TRUE(found.starts_with(row.mismatch)) << row.expected << "\nfound " << found;
    }
  }
}

TEST(Message, IsHeldAgainstItsMetadata) {
  auto document = Document::parse_json(
      R"({"contents": {"a": 1}, "metaData": {"contentType": "application/json", "topic": "orders", "part": 3},
          "matchingRules": {"metadata": {"topic": {"matchers": [{"match": "regex", "regex": "o.*"}]}}}})");
  ASSERT_TRUE(document);
  pact::Pact pact;
  pact.document = std::make_shared<const Document>(std::move(*document));
  const auto expected = pact::read_message(*pact.document, pact.document->root(), pact::Version::v3);
  ASSERT_TRUE(expected);
  const Object good{{"content-type", "application/json; charset=utf-8"}, {"topic", "other"}, {"part", "3"}};
  EXPECT_TRUE(pact::match_message(pact, *expected, {R"({"a": 1, "b": 2})", "application/json", Value(good)}).empty());
  const Object bad{{"contentType", "application/json"}, {"topic", "x"}};
  const auto violations = pact::match_message(pact, *expected, {R"({"a": 2})", "application/json", Value(bad)});
  ASSERT_EQ(violations.size(), 3u);
  EXPECT_EQ(violations[0].where, "metadata.topic");
  EXPECT_EQ(violations[1].where, "metadata.part");
  EXPECT_EQ(violations[2].pointer, "/a");
}

}  // namespace
}  // namespace squall::tests
