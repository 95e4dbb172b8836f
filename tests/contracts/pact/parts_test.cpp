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

struct PartRow {
  const char* type;  // of the expected part; "" when it has none
  const char* content;
  const char* rules;  // of the body
  const char* actual_type;
  const char* actual;
  const char* mismatch;
};

std::string multipart(const std::string& type, const std::string& content) {
  return "--b\r\nContent-Disposition: form-data; name=\"f\"\r\n" +
         (type.empty() ? "" : "Content-Type: " + type + "\r\n") + "\r\n" + content + "\r\n--b--\r\n";
}

TEST(MultipartBody, PartsAreHeldAgainstTheirTypes) {
  const PartRow rows[] = {
      {"application/json", R"({"a":1})", "{}", "application/json", R"({"a": 1})", ""},
      {"application/json", R"({"a":1})", "{}", "application/json", R"({"a": 2})", "/f/a must be 1, is 2"},
      {"application/json", R"({"a":1})", "{}", "application/json", R"({"a": 1, "b": 1})", "/f must not have 'b'"},
      {"application/json", R"({"a":1})", R"({"$.f.a": {"matchers": [{"match": "integer"}]}})", "application/json",
       R"({"a": 2})", ""},
      {"application/json", R"({"a":1})", R"({"$.f.a": {"matchers": [{"match": "integer"}]}})", "application/json",
       R"({"a": "2"})", "/f/a must be an integer"},
      {"application/json", R"({"a":1})", R"({"$.f": {"matchers": [{"match": "regex", "regex": "\\{.*\\}"}]}})",
       "application/json", R"({"b": 2})", ""},
      {"application/json", R"({"a":1})", "{}", "text/plain", R"({"a": 1})", "/f must be of the type application/json"},
      {"application/json", R"({"a":1})", "{}", "application/json", "{", "/f is no JSON"},
      {"application/xml", "<a><b/></a>", "{}", "application/xml", "<a> <b/> </a>", ""},
      {"", R"({"a":1})", "{}", "", R"({"a": 1})", R"(/f must be "{\"a\":1}")"},
      {"text/plain", "x", "{}", "text/plain; charset=utf-8", "x", ""},
      {"text/plain", "x", "{}", "", "x", ""},
      {"text/plain", "x", "{}", "text/plain", "", "/f must not be empty"},
  };
  for (const PartRow& row : rows) {
    const Value expected(
        Object{{"method", Value("POST")},
               {"headers", Value(Object{{"Content-Type", Value("multipart/form-data; boundary=b")}})},
               {"body", Value(multipart(row.type, row.content))},
               {"matchingRules", Value(Object{{"body", Value(Document::parse_json(row.rules)->root())}})}});
    pact::Pact pact;
    pact.document = std::make_shared<const Document>(Document::of(expected));
    const auto request = pact::read_request(*pact.document, pact.document->root(), pact::Version::v3);
    ASSERT_TRUE(request);
    const auto violations = pact::match_request(
        pact, *request,
        {"POST", "/", {{"Content-Type", "multipart/form-data; boundary=b"}}, multipart(row.actual_type, row.actual)});
    const std::string found = violations.empty() ? "" : violations.front().pointer + " " + violations.front().message;
    EXPECT_EQ(found.substr(0, *row.mismatch == '\0' ? found.size() : std::string(row.mismatch).size()), row.mismatch)
        << row.content << " " << row.actual << ": " << found;
  }
}

TEST(MultipartBody, PartsOfOneNameAreInOrder) {
  const auto both = [](const std::string& first, const std::string& second) {
    const std::string head = "--b\r\nContent-Disposition: form-data; name=\"f\"\r\n\r\n";
    return head + first + "\r\n" + head + second + "\r\n--b--\r\n";
  };
  const Value expected(Object{{"headers", Value(Object{{"Content-Type", Value("multipart/form-data; boundary=b")}})},
                              {"body", Value(both("1", "2"))}});
  pact::Pact pact;
  pact.document = std::make_shared<const Document>(Document::of(expected));
  const auto request = pact::read_request(*pact.document, pact.document->root(), pact::Version::v3);
  ASSERT_TRUE(request);
  const auto count = [&](const std::string& body) {
    return pact::match_request(pact, *request,
                               {"GET", "/", {{"Content-Type", "multipart/form-data; boundary=b"}}, body})
        .size();
  };
  EXPECT_EQ(count(both("1", "2")), 0u);
  EXPECT_EQ(count(both("1", "1")), 1u);
  EXPECT_EQ(count(multipart("", "1")), 1u);
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
