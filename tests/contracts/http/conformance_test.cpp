// What HTTP itself asks of an answer: one row for each way to depart from it, and for what must be let alone.

#include "contracts/http/conformance.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace squall::contracts::http {
namespace {

struct Row {
  const char* name;
  Headers asked;  // of the request
  int status;
  Headers headers;
  const char* body;
  const char* expected;  // "rule where", with " !" where clients break; "" for none
};

std::ostream& operator<<(std::ostream& out, const Row& row) {
  return out << row.name;
}

const Row rows[] = {
    {"plain", {}, 200, {{"Content-Type", "application/json"}}, "{}", ""},
    {"nothing_at_all", {}, 204, {}, "", ""},
    {"status_of_no_kind", {}, 700, {}, "", "response.http.status status !"},
    {"switching_unasked", {}, 101, {}, "", "response.http.status status !"},
    {"switching_asked", {{"Upgrade", "websocket"}}, 101, {}, "", ""},
    {"not_modified_unasked", {}, 304, {}, "", "response.http.status status !"},
    {"not_modified", {{"if-none-match", "\"a\""}}, 304, {}, "", ""},
    {"precondition_unasked", {}, 412, {}, "", "response.http.status status"},
    {"precondition", {{"If-Match", "\"a\""}}, 412, {}, "", ""},
    {"part_unasked", {}, 206, {{"Content-Range", "bytes 0-1/2"}}, "", "response.http.range status !"},
    {"part", {{"Range", "bytes=0-1"}}, 206, {{"Content-Range", "bytes 0-1/2"}}, "", ""},
    {"parts", {{"Range", "bytes=0-1,3-4"}}, 206, {{"Content-Type", "multipart/byteranges; boundary=x"}}, "", ""},
    {"part_of_what", {{"Range", "bytes=0-1"}}, 206, {}, "", "response.http.range header.Content-Range !"},
    {"part_malformed",
     {{"Range", "bytes=0-1"}},
     206,
     {{"Content-Range", "0-1"}},
     "",
     "response.http.range header.Content-Range !"},
    {"unsatisfiable", {{"Range", "bytes=9-"}}, 416, {{"Content-Range", "bytes */2"}}, "", ""},
    {"unsatisfiable_unasked", {}, 416, {}, "", "response.http.range status"},
    {"field_name", {}, 204, {{"X Y", "1"}}, "", "response.http.field header !"},
    {"field_value", {}, 204, {{"X-Y", "a\x01"}}, "", "response.http.field header.X-Y !"},
    {"field_value_utf8", {}, 204, {{"X-Y", "\xC3\xA4\t1"}}, "", ""},
    {"two_types",
     {},
     200,
     {{"Content-Type", "text/html"}, {"content-type", "text/plain"}},
     "x",
     "response.http.duplicate header.Content-Type !"},
    {"two_types_alike", {}, 200, {{"Content-Type", "text/html"}, {"Content-Type", "text/html"}}, "x", ""},
    {"two_tags", {}, 204, {{"ETag", "\"a\""}, {"ETag", "\"b\""}}, "", "response.http.duplicate header.ETag"},
    {"two_cookies", {}, 204, {{"Set-Cookie", "a=1"}, {"Set-Cookie", "b=2"}}, "", ""},
    {"length_of_nothing", {}, 204, {{"Content-Length", "3"}}, "", "response.http.framing header.Content-Length !"},
    {"length_zero_of_nothing", {}, 204, {{"Content-Length", "0"}}, "", ""},
    {"chunks_of_nothing",
     {},
     204,
     {{"Transfer-Encoding", "chunked"}},
     "",
     "response.http.framing header.Transfer-Encoding"},
    {"length_and_chunks",
     {},
     200,
     {{"Content-Length", "0"}, {"Transfer-Encoding", "chunked"}},
     "",
     "response.http.framing header.Content-Length !"},
    {"length_in_words", {}, 200, {{"Content-Length", "ten"}}, "", "response.http.framing header.Content-Length !"},
    {"dates",
     {},
     204,
     {{"Date", "Sun, 06 Nov 1994 08:49:37 GMT"}, {"Last-Modified", "Sun, 06 Nov 1994 08:49:60 GMT"}},
     "",
     ""},
    {"date_of_iso",
     {},
     204,
     {{"Last-Modified", "2024-01-01T00:00:00Z"}},
     "",
     "response.http.date header.Last-Modified"},
    {"date_of_old", {}, 204, {{"Date", "Sunday, 06-Nov-94 08:49:37 GMT"}}, "", "response.http.date header.Date"},
    {"date_in_utc", {}, 204, {{"Date", "Sun, 06 Nov 1994 08:49:37 UTC"}}, "", "response.http.date header.Date"},
    {"date_of_thirteen", {}, 204, {{"Date", "Sun, 32 Nov 1994 08:49:37 GMT"}}, "", "response.http.date header.Date"},
    {"expired", {}, 204, {{"Expires", "0"}}, "", ""},
    {"expires_never", {}, 204, {{"Expires", "never"}}, "", "response.http.date header.Expires"},
    {"created", {}, 201, {{"Location", "/orders/%C3%A4?x=1#y"}}, "", ""},
    {"created_absolute", {}, 201, {{"Location", "http://[::1]:80/a"}}, "", ""},
    {"created_here", {}, 201, {}, "", ""},
    {"created_with_space", {}, 201, {{"Location", "/a b"}}, "", "response.http.location header.Location !"},
    {"created_template", {}, 201, {{"Location", "/a/{id}"}}, "", "response.http.location header.Location !"},
    {"created_empty", {}, 201, {{"Location", ""}}, "", "response.http.location header.Location !"},
    {"created_bad_escape", {}, 201, {{"Location", "/a%2"}}, "", "response.http.location header.Location !"},
    {"created_colon", {}, 201, {{"Location", "1:2"}}, "", "response.http.location header.Location !"},
    {"redirect_nowhere", {}, 302, {}, "", "response.http.location header.Location"},
    {"unauthorized", {}, 401, {{"WWW-Authenticate", "Bearer realm=\"x\""}}, "", ""},
    {"unauthorized_by_a_list", {}, 401, {{"WWW-Authenticate", "ApiKey, Basic realm=\"x\""}}, "", ""},
    {"unauthorized_silently", {}, 401, {}, "", "response.http.authenticate header.WWW-Authenticate"},
    {"unauthorized_oddly",
     {},
     401,
     {{"WWW-Authenticate", "\"x\""}},
     "",
     "response.http.authenticate header.WWW-Authenticate"},
    {"not_allowed", {}, 405, {{"Allow", "POST, HEAD"}}, "", ""},
    {"nothing_allowed", {}, 405, {{"Allow", ""}}, "", ""},
    {"not_allowed_silently", {}, 405, {}, "", "response.http.allow header.Allow !"},
    {"not_allowed_and_allowed", {}, 405, {{"Allow", "GET, POST"}}, "", "response.http.allow header.Allow"},
    {"allow_malformed", {}, 204, {{"Allow", "[GET]"}}, "", "response.http.allow header.Allow"},
    {"retry", {}, 503, {{"Retry-After", "120"}}, "", ""},
    {"retry_date", {}, 503, {{"Retry-After", "Sun, 06 Nov 1994 08:49:37 GMT"}}, "", ""},
    {"retry_words", {}, 429, {{"Retry-After", "2 minutes"}}, "", "response.http.retry-after header.Retry-After"},
    {"untyped", {}, 200, {}, "x", "response.http.content-type header.Content-Type"},
    {"typed_oddly", {}, 200, {{"Content-Type", "json"}}, "x", "response.http.content-type header.Content-Type"},
    {"json_charset", {}, 200, {{"Content-Type", "application/json; charset=UTF-8"}}, "1", ""},
    {"json_latin",
     {},
     200,
     {{"Content-Type", "application/json; charset=iso-8859-1"}},
     "1",
     "response.http.content-type header.Content-Type"},
    {"html_latin", {}, 200, {{"Content-Type", "text/html; charset=iso-8859-1"}}, "1", ""},
    {"tag", {}, 204, {{"ETag", "W/\"a\""}}, "", ""},
    {"tag_bare", {}, 204, {{"ETag", "abc"}}, "", "response.http.etag header.ETag"},
    {"vary", {}, 204, {{"Vary", "Accept, *"}}, "", ""},
    {"vary_oddly", {}, 204, {{"Vary", "Accept; Origin"}}, "", "response.http.vary header.Vary"},
    {"coded", {}, 200, {{"Content-Type", "a/b"}, {"Content-Encoding", "BR, gzip"}}, "x", ""},
    {"coded_oddly",
     {},
     200,
     {{"Content-Type", "a/b"}, {"Content-Encoding", "utf-8"}},
     "x",
     "response.http.content-encoding header.Content-Encoding"},
};

class HttpConformance : public testing::TestWithParam<Row> {};

TEST_P(HttpConformance, OfAnAnswer) {
  const Row& row = GetParam();
  Request request;
  request.headers = row.asked;
  Response response;
  response.status = row.status;
  response.headers = row.headers;
  response.body = row.body;
  std::string found;
  for (const Departure& departure : departures_from_http(request, response)) {
    found += (found.empty() ? "" : "; ") + departure.violation.rule + " " + departure.violation.where +
             (departure.breaks_clients ? " !" : "");
    EXPECT_NE(departure.violation.message, "");
  }
  EXPECT_EQ(found, row.expected);
}

INSTANTIATE_TEST_SUITE_P(All, HttpConformance, testing::ValuesIn(rows),
                         [](const auto& row) { return std::string(row.param.name); });

TEST(HttpRules, EachHasARow) {
  std::set<std::string> seen;
  for (const Row& row : rows) seen.insert(std::string(row.expected).substr(0, std::string(row.expected).find(' ')));
  for (const std::string_view rule : http_rules()) EXPECT_EQ(seen.count(std::string(rule)), 1u) << rule;
}

}  // namespace
}  // namespace squall::contracts::http
