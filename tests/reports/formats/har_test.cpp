// Exchanges as HAR's readers want them: parsed cookies and queries, bodies whole, moments in UTC.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "contracts/core/document.h"
#include "reports/formats/format.h"
#include "reports/formats/utc.h"

namespace squall::tests {
namespace {
using namespace reports;
using contracts::Document;

Exchange exchange() {
  Exchange made;
  made.request = {"GET", "http://h/a?q=a%20b&&flag&empty=#part", {{"Cookie", "id=1; theme = dark"}}, "", {}, false};
  made.response = {200, {{"Set-Cookie", "id=2; Path=/; HttpOnly"}, {"CONTENT-TYPE", "text/plain"}}, "ok", {}, false,
                   ""};
  made.started_ms = 1500;
  made.duration_ms = 2.5;
  return made;
}

// The archive's entries, one for each exchange.
std::string entries_of(const std::vector<Exchange>& exchanges) {
  RunReport report;
  report.started_at = "2026-03-14T23:59:59Z";
  report.checks.emplace_back();
  report.checks[0].findings.emplace_back();
  report.checks[0].findings[0].exchanges = exchanges;
  const auto document = Document::parse_json(find_format("har")->render(report));
  return document ? contracts::to_json(*document->root().find("log")->find("entries")) : "no JSON";
}

struct Row {
  const char* name;
  void (*change)(Exchange&);
  const char* expected;
};
void PrintTo(const Row& row, std::ostream* out) {
  *out << row.name;
}
class Entries : public testing::TestWithParam<Row> {};

TEST_P(Entries, HoldTheExchange) {
  Exchange one = exchange();
  GetParam().change(one);
  EXPECT_THAT(entries_of({one}), testing::HasSubstr(GetParam().expected));
}

INSTANTIATE_TEST_SUITE_P(
    Har, Entries,
    testing::Values(
        Row{"moment", [](Exchange&) {}, R"("startedDateTime":"2026-03-15T00:00:00.500Z","time":2.5)"},
        Row{"cookies", [](Exchange&) {}, R"("cookies":[{"name":"id","value":"1"},{"name":"theme","value":"dark"}])"},
        Row{"set_cookie", [](Exchange&) {}, R"("cookies":[{"name":"id","value":"2"}])"},
        Row{"query", [](Exchange&) {},
            R"("queryString":[{"name":"q","value":"a b"},{"name":"flag","value":""},{"name":"empty","value":""}])"},
        Row{"body", [](Exchange&) {}, R"("content":{"size":2,"mimeType":"text/plain","text":"ok"})"},
        Row{"control_characters", [](Exchange& e) { e.response.body = "a\x1b\n"; }, "\"text\":\"a\\u001b\\n\""},
        Row{"not_text", [](Exchange& e) { e.response.body = "/wA=", e.response.body_encoding = BodyEncoding::base64; },
            R"("content":{"size":2,"mimeType":"text/plain","text":"/wA=","encoding":"base64"})"},
        Row{"cut", [](Exchange& e) { e.response.truncated = true; },
            R"("comment":"cut: the body was longer"},"redirectURL":"","headersSize":-1,"bodySize":-1)"},
        Row{"sent_body", [](Exchange& e) { e.request.body = "{}"; }, R"("postData":{"mimeType":"","text":"{}"})"},
        Row{"no_answer", [](Exchange& e) { e.response = {0, {}, "", {}, false, "connection reset"}; },
            R"("bodySize":0,"_error":"connection reset")"},
        Row{"not_a_time", [](Exchange& e) { e.duration_ms = std::numeric_limits<double>::quiet_NaN(); },
            R"("time":0.0)"}),
    [](const auto& row) { return row.param.name; });

TEST(Har, IsBoundedAndSaysSo) {
  RunReport report;
  report.checks.emplace_back();
  for (int i = 0; i < 600; ++i) {
    report.checks[0].findings.emplace_back();
    report.checks[0].findings.back().exchanges.assign(2, exchange());
    report.checks[0].findings.back().exchanges[0].response.body.assign(64u * 1024, 'x');
  }
  const std::string text = find_format("har")->render(report);
  EXPECT_LT(text.size(), 24u << 20);
  EXPECT_THAT(text,
              testing::HasSubstr("600 findings, 600 with the exchanges that show them; 344 of these are left out"));
}

struct Moment {
  const char* text;
  const char* read;  // "" when it is none
};

TEST(Utc, ReadsWhatRfc3339Writes) {
  const Moment moments[] = {{"2026-03-14T09:15:00Z", "2026-03-14T09:15:00.000Z"},
                            {"2024-02-29T23:59:59.25Z", "2024-02-29T23:59:59.250Z"},
                            {"1999-12-31T23:59:60Z", "2000-01-01T00:00:00.000Z"},
                            {"2026-02-29T09:15:00Z", ""},
                            {"2026-03-14T24:15:00Z", ""},
                            {"2026-03-14T09:15:00", ""},
                            {"2026-03-14T09:15:00.Z", ""},
                            {"2026-03-14T09:15:00.1xZ", ""},
                            {"2026-03-14T-9:15:00Z", ""},
                            {"yesterday", ""},
                            {"", ""}};
  for (const Moment& moment : moments) {
    const auto time = utc_time(moment.text);
    EXPECT_EQ(time ? utc_text(*time) : "", moment.read) << moment.text;
  }
}

}  // namespace
}  // namespace squall::tests
