#include "reports/html/page.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "reports/html/assets.h"
#include "reports/html/plot.h"
#include "tests/reports/support/samples.h"

namespace squall::tests {
namespace {
using namespace reports;
using testing::AnyOf;
using testing::HasSubstr;
using testing::Not;

TEST(Page, NeedsNothingFromAnywhere) {
  const std::string page = render_html(stormy_report());
  EXPECT_THAT(page, Not(HasSubstr("src=")));
  EXPECT_THAT(page, Not(HasSubstr("@import")));
  EXPECT_THAT(page, Not(HasSubstr("url(")));
  EXPECT_THAT(page, HasSubstr("default-src 'none'"));
  EXPECT_THAT(page, HasSubstr("'sha256-" + std::string(page_script_sha256) + "'"));
  EXPECT_EQ(page_script_sha256.size(), 44u);
}

TEST(Page, RunsNoScriptButItsOwn) {
  const std::string page = render_html(hostile_report());
  EXPECT_EQ(page.find("<script>"), page.rfind("<script>"));
  EXPECT_EQ(page.find("</style>"), page.rfind("</style>"));
  EXPECT_THAT(page, HasSubstr("&lt;script&gt;alert("));
}

TEST(Page, LeavesOutSectionsThatAreEmpty) {
  const std::string page = render_html(empty_report());
  EXPECT_THAT(page, Not(HasSubstr("<section")));
  EXPECT_THAT(page, HasSubstr("Nothing was checked"));
}

TEST(Page, CountsWhatItLeavesOut) {
  const std::string page = render_html(huge_report());
  EXPECT_THAT(page, HasSubstr("9,854 findings more, in the JSON report."));
  EXPECT_THAT(page, HasSubstr("Findings <span>10,004</span>"));
}

Series flat(std::size_t buckets) {
  Series series{"flat", 1000, {}, {}};
  for (std::size_t i = 0; i < buckets; ++i) series.buckets.push_back({static_cast<double>(i) * 1000, 10, 1, 5, 9});
  return series;
}

TEST(Plot, OfNothingIsNothing) {
  EXPECT_TRUE(plot_of({}).panels.empty());
}

TEST(Plot, ThinsLongSeriesAndKeepsTheirLevels) {
  const Plot small = plot_of(flat(20)), large = plot_of(flat(50'000));
  ASSERT_EQ(small.panels.size(), 3u);
  ASSERT_EQ(large.panels.size(), 3u);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(small.panels[i].top, large.panels[i].top);
    EXPECT_EQ(small.panels[i].label, large.panels[i].label);
    EXPECT_LT(large.panels[i].svg.size(), 20'000u);
  }
}

TEST(Plot, TellsThePhasesApart) {
  Series series = flat(30);
  series.faults = {{"a-b", "latency", "", 10'000, 20'000, 1}};
  for (std::size_t i = 10; i < 20; ++i) series.buckets[i].p99_ms = 700;
  const auto phases = plot_of(series).phases;
  ASSERT_EQ(phases.size(), 3u);
  EXPECT_EQ(phases[0].p99, "9 ms");
  EXPECT_EQ(phases[1].p99, "700 ms");
  EXPECT_EQ(phases[1].errors, "10 (10 %)");
  EXPECT_EQ(phases[2].calls, "100");
}

TEST(Plot, SurvivesNumbersThatAreNotFinite) {
  Series series = flat(3);
  series.buckets[1].p99_ms = std::numeric_limits<double>::quiet_NaN();
  series.buckets[2].p50_ms = std::numeric_limits<double>::infinity();
  series.faults = {{"a-b", "reset", "", 5000, -std::numeric_limits<double>::infinity(), 0}};
  for (const auto& panel : plot_of(series).panels) {
    EXPECT_THAT(panel.svg, Not(AnyOf(HasSubstr("nan"), HasSubstr("inf"))));
  }
}

}  // namespace
}  // namespace squall::tests
