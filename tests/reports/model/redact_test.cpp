#include "reports/model/redact.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "contracts/core/base64.h"
#include "reports/model/run_report_json.h"
#include "tests/reports/support/samples.h"

namespace squall::tests {
namespace {
using namespace reports;
using testing::HasSubstr;
using testing::Not;

TEST(Redactor, WritesTheNameForTheValue) {
  const Redactor redact(
      {{"s3cret/\"x\"", "${env.TOKEN}"}, {"s3cr", "${env.PIN}"}, {"abc", "${env.SHORT}"}, {"", "${env.EMPTY}"}});
  EXPECT_EQ(redact("a s3cret/\"x\" b s3crs3cr"), "a ${env.TOKEN} b ${env.PIN}${env.PIN}");
  EXPECT_EQ(redact(R"({"t":"s3cret/\"x\""})"), R"({"t":"${env.TOKEN}"})");
  EXPECT_EQ(redact("?t=s3cret%2F%22x%22"), "?t=${env.TOKEN}");
  EXPECT_EQ(redact("abc"), "abc");
}

TEST(Redactor, ReachesEveryTextOfAReport) {
  RunReport report = stormy_report();
  const RunReport clean = report;
  const std::string secret = "hunter2hunter2";
  Redactor({{secret, ""}}).apply(report);
  EXPECT_EQ(report, clean);

  report.squall_version += secret, report.notes[0] += secret, report.services[1].contract += secret;
  report.coverage[1].parameters["query." + secret] = 1;
  report.checks[3].findings[0].evidence[0].text += secret;
  report.checks[3].findings[0].replay.curl += secret;
  report.checks[3].findings[0].location.pointer += secret;
  report.checks[5].findings[0].exchanges[0].response.body += secret;
  report.profiles[0].patterns[0].confounders[0] += secret;
  report.profiles[0].patterns[1].measured[0].unit += secret;
  report.timeline[0].faults[0].text += secret;
  Redactor({{secret, "${env.PASSWORD}"}}).apply(report);
  EXPECT_THAT(to_json(report), Not(HasSubstr("hunter2")));
  EXPECT_EQ(report.checks[3].findings[0].replay.curl, "${env.PASSWORD}");
  EXPECT_EQ(report.coverage[1].parameters.at("query.${env.PASSWORD}"), 1u);
}

TEST(Redactor, LooksIntoBodiesInBase64) {
  RunReport report = stormy_report();
  ExchangeResponse& response = report.checks[5].findings[0].exchanges[0].response;
  response.body = contracts::base64_encode("\xff hunter2hunter2 \xff");
  response.body_encoding = BodyEncoding::base64;
  Redactor(std::map<std::string, std::string>{{"hunter2hunter2", "${env.PASSWORD}"}}).apply(report);
  EXPECT_EQ(contracts::base64_decode(response.body), "\xff ${env.PASSWORD} \xff");
}

}  // namespace
}  // namespace squall::tests
