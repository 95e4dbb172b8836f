#include "harness/run/redact.h"

#include <gtest/gtest.h>

#include "harness/run/redacting_sink.h"
#include "reports/formats/format.h"
#include "reports/model/each_text.h"

namespace squall::harness {
namespace {

constexpr const char* token = "t0p-s3cr3t/with+\"signs\"";
constexpr const char* typed = "typed-into-the-file";

System system_with_secrets() {
  System system;
  system.secrets = {token};
  system.secret_names = {{token, "${env.TOKEN}"}};
  VerifySpec verify;
  verify.headers.add("Authorization", std::string("Bearer ") + typed);
  system.verify.push_back(verify);
  ResilienceSpec resilience;
  resilience.stimulus.headers.add("cookie", "session=abcdef0123456789");
  system.resilience.push_back(resilience);
  return system;
}

// A report that holds the text in every place that holds text.
reports::RunReport planted(const std::string& text) {
  reports::RunReport report;
  report.notes = {""};
  report.services.emplace_back();
  report.edges.emplace_back();
  report.checks.emplace_back();
  report.checks[0].facts = {""};
  report.checks[0].findings.emplace_back();
  report.checks[0].findings[0].evidence.emplace_back();
  reports::Exchange exchange;
  exchange.request.headers = {{"", ""}};
  exchange.response.headers = {{"", ""}};
  report.checks[0].findings[0].exchanges = {exchange};
  report.checks[0].findings[0].operations = {""};
  report.profiles.emplace_back();
  report.profiles[0].patterns.emplace_back();
  report.profiles[0].patterns[0].measured.emplace_back();
  report.profiles[0].patterns[0].evidence.emplace_back();
  report.profiles[0].patterns[0].confounders = {""};
  report.coverage.emplace_back();
  report.coverage[0].responses = {{"", 1}};
  report.coverage[0].parameters = {{"", 1}};
  report.timeline.emplace_back();
  report.timeline[0].faults.emplace_back();
  reports::each_text(report, [&](std::string& place) { place = text; });
  return report;
}

class Redaction : public testing::TestWithParam<const char*> {};

TEST_P(Redaction, ReachesEveryTextOfEveryFormat) {
  auto report = planted(std::string("<<") + GetParam() + ">>");
  redact(report, secrets_of(system_with_secrets(), {}));
  std::size_t texts = 0;
  reports::each_text(report, [&](std::string& text) {
    ++texts;
    EXPECT_EQ(text.find(GetParam()), std::string::npos) << text;
  });
  EXPECT_GE(texts, 35u);
  for (const auto& format : reports::formats()) {
    EXPECT_EQ(format.render(report).find(GetParam()), std::string::npos) << format.name;
  }
}

INSTANTIATE_TEST_SUITE_P(Secrets, Redaction,
                         testing::Values(token, typed, "abcdef0123456789", "t0p-s3cr3t%2Fwith%2B%22signs%22",
                                         R"(t0p-s3cr3t/with+\"signs\")"));

struct Line {
  const char* text;
  const char* redacted;
};

TEST(Redaction, BlanksSensitiveHeaderLinesWhateverTheirValue) {
  const Line lines[] = {
      {"Authorization: Bearer eyJhbGciOi", "Authorization: [redacted]"},
      {"> GET / HTTP/1.1\nauthorization:Basic dXNlcg==\nAccept: */*",
       "> GET / HTTP/1.1\nauthorization:[redacted]\nAccept: */*"},
      {"Set-Cookie: id=1; HttpOnly\r\nX: y", "Set-Cookie: [redacted]\r\nX: y"},
      {"curl -H 'Cookie: id=1; b=2' -H 'Accept: */*' http://h/",
       "curl -H 'Cookie: [redacted]' -H 'Accept: */*' http://h/"},
      {"curl -H 'Authorization: Bearer ${env.TOKEN}' http://h/",
       "curl -H 'Authorization: Bearer ${env.TOKEN}' http://h/"},
      {"header.Authorization is required", "header.Authorization is required"},
      {"X-Authorization: open", "X-Authorization: open"},
  };
  for (const Line& line : lines) {
    reports::RunReport report;
    report.notes = {line.text};
    redact(report, {});
    EXPECT_EQ(report.notes[0], line.redacted);
  }
}

TEST(Redaction, BlanksSensitiveHeadersOfExchanges) {
  reports::RunReport report;
  report.checks.emplace_back();
  report.checks[0].findings.emplace_back();
  reports::Exchange exchange;
  exchange.request.headers = {{"authorization", "Bearer x"}, {"Cookie", "${env.SID}"}, {"Accept", "*/*"}};
  exchange.response.headers = {{"Set-Cookie", "id=1"}};
  report.checks[0].findings[0].exchanges = {exchange};
  redact(report, {});
  const reports::Exchange& shown = report.checks[0].findings[0].exchanges[0];
  EXPECT_EQ(shown.request.headers[0].value, "[redacted]");
  EXPECT_EQ(shown.request.headers[1].value, "${env.SID}");
  EXPECT_EQ(shown.request.headers[2].value, "*/*");
  EXPECT_EQ(shown.response.headers[0].value, "[redacted]");
}

TEST(Redaction, CoversEventsToo) {
  std::string seen;
  const reports::EventSink sink = [&](const reports::RunEvent& event) {
    if (const auto* notice = std::get_if<reports::Notice>(&event)) seen += notice->text;
    if (const auto* finished = std::get_if<reports::CheckFinished>(&event))
      seen += finished->check.findings.at(0).message;
  };
  const Secrets secrets(secrets_of(system_with_secrets(), {}));
  const auto redacted = redacting(sink, secrets);
  redacted(reports::Notice{reports::Severity::error, std::string("a ") + token});
  reports::Check check;
  check.findings.emplace_back();
  check.findings[0].message = std::string(" b ") + typed;
  redacted(reports::CheckFinished{check});
  EXPECT_EQ(seen, "a ${env.TOKEN} b [redacted]");
  EXPECT_FALSE(redacting({}, secrets));
}

}  // namespace
}  // namespace squall::harness
