#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "reports/model/run_report_json.h"
#include "tests/reports/support/samples.h"

namespace squall::tests {
namespace {
using namespace reports;
using testing::HasSubstr;

TEST(RunReportJson, ReadsBackWhatItWrote) {
  for (const auto& make : {calm_report, stormy_report, empty_report}) {
    const RunReport report = make();
    const auto read = parse_run_report(to_json(report), "run.json");
    ASSERT_TRUE(read) << read.error().message << " at " << read.error().location.pointer;
    EXPECT_EQ(*read, report);
  }
}

TEST(RunReportJson, KeepsEverySeed) {
  RunReport report = empty_report();
  report.seed = std::numeric_limits<std::uint64_t>::max();
  EXPECT_EQ(parse_run_report(to_json(report), "run.json")->seed, report.seed);
}

TEST(RunReportJson, WritesNumbersThatAreNotFiniteAsZero) {
  RunReport report = stormy_report();
  report.duration_ms = std::numeric_limits<double>::quiet_NaN();
  report.timeline[0].buckets[0].p99_ms = std::numeric_limits<double>::infinity();
  const auto read = parse_run_report(to_json(report), "run.json");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->duration_ms, 0);
  EXPECT_EQ(read->timeline[0].buckets[0].p99_ms, 0);
}

TEST(RunReportJson, CutsLongTextsAndKeepsEveryFinding) {
  const std::string json = to_json(huge_report());
  const auto read = parse_run_report(json, "run.json");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->checks.back().findings.size(), 10'001u);
  EXPECT_LE(read->checks.back().findings.front().message.size(), max_text_bytes + 32);
  EXPECT_THAT(read->checks.back().findings.front().message, HasSubstr("(1,000,000 bytes)"));
}

TEST(RunReportJson, SurvivesHostileTexts) {
  const std::string json = to_json(hostile_report());
  const auto read = parse_run_report(json, "run.json");
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_THAT(read->checks[3].findings[0].message, HasSubstr("<script>alert('x')</script>]]>&"));
  EXPECT_EQ(to_json(*read), json);
}

TEST(RunReportJson, PassesOverWhatItDoesNotKnow) {
  const auto read = parse_run_report(
      R"({"squall": {"report": 1, "mascot": "gull"}, "run": {"name": "shop"}, "weather": []})", "run.json");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->name, "shop");
}

struct Broken {
  const char* name;
  const char* text;
  contracts::ErrorKind kind;
  contracts::Location location;
  const char* message;
};
void PrintTo(const Broken& broken, std::ostream* out) {
  *out << broken.name;
}

class BrokenReport : public testing::TestWithParam<Broken> {};

TEST_P(BrokenReport, IsRefusedWithItsPlace) {
  const auto read = parse_run_report(GetParam().text, "run.json");
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().kind, GetParam().kind);
  EXPECT_EQ(read.error().location, GetParam().location);
  EXPECT_THAT(read.error().message, HasSubstr(GetParam().message));
}

using enum contracts::ErrorKind;
const Broken broken_reports[] = {
    {"not_json", "{\n  oops", malformed, {"run.json", 2, 3, ""}, "not a JSON document"},
    {"empty_file", "", malformed, {"run.json", 1, 1, ""}, "not a JSON document"},
    {"huge_number", R"({"squall": 1e999})", malformed, {"run.json", 0, 0, ""}, "number"},
    {"other_json", R"({"openapi": "3.0.3"})", malformed, {"run.json", 0, 0, ""}, "not a run report"},
    {"array", "[]", malformed, {"run.json", 0, 0, ""}, "not a run report"},
    {"newer",
     R"({"squall": {"report": 2}, "run": {}})",
     unsupported,
     {"run.json", 0, 0, "/squall/report"},
     "version 2"},
    {"run_is_text",
     R"({"squall": {}, "run": "x"})",
     malformed,
     {"run.json", 0, 0, "/run"},
     "expected an object, found string"},
    {"outcome",
     R"({"squall": {}, "run": {"outcome": "fine"}})",
     malformed,
     {"run.json", 0, 0, "/run/outcome"},
     "one of passed, failed"},
    {"exit_code",
     R"({"squall": {}, "run": {"exit_code": 256}})",
     malformed,
     {"run.json", 0, 0, "/run/exit_code"},
     "0 to 255"},
    {"negative_seed",
     R"({"squall": {}, "run": {"seed": -1}})",
     malformed,
     {"run.json", 0, 0, "/run/seed"},
     "whole number"},
    {"finding",
     R"({"squall": {}, "run": {}, "checks": [{}, {"findings": [{"rule": 4}]}]})",
     malformed,
     {"run.json", 0, 0, "/checks/1/findings/0/rule"},
     "expected a string, found number"},
    {"measured",
     R"({"squall": {}, "run": {}, "profiles": [{"patterns": [{"measured": {"gap": {"median": "x"}}}]}]})",
     malformed,
     {"run.json", 0, 0, "/profiles/0/patterns/0/measured/gap/median"},
     "expected a number"},
    {"counts",
     R"({"squall": {}, "run": {}, "coverage": [{"responses": {"200": 1.5}}]})",
     malformed,
     {"run.json", 0, 0, "/coverage/0/responses/200"},
     "whole number"},
    {"checks",
     R"({"squall": {}, "run": {}, "checks": {}})",
     malformed,
     {"run.json", 0, 0, "/checks"},
     "expected an array"}};

INSTANTIATE_TEST_SUITE_P(Texts, BrokenReport, testing::ValuesIn(broken_reports),
                         [](const auto& row) { return std::string(row.param.name); });

}  // namespace
}  // namespace squall::tests
