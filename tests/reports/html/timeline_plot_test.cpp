#include "reports/html/timeline_plot.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "contracts/core/xml.h"

namespace squall::tests {
namespace {
using namespace reports;
using testing::AnyOf;
using testing::HasSubstr;
using testing::Not;

TimelineSpan bar(double from, std::optional<double> to, SpanEnd end = SpanEnd::answered, bool struck = false) {
  return {from, to, end, struck, "POST /charges: 201"};
}

PhaseTimeline phase(std::vector<TimelineSpan> spans) {
  return {"hold", 1000, 2000, {{"outside", true, {}, 0}, {"orders-payments", false, std::move(spans), 0}}, {}};
}

std::string drawn(const PhaseTimeline& one) {
  const auto plots = timeline_plots({{one}, 0}, "t");
  return plots.size() == 1 ? plots.front().svg : "";
}

struct Place {
  double x, y, width;
};
double number(const std::string& svg, const std::string& name, std::size_t from) {
  return std::stod(svg.substr(svg.find(" " + name + "=\"", from) + name.size() + 3));
}
std::vector<Place> bars_in(const std::string& svg) {
  const std::string span = "<g class=\"span";
  std::vector<Place> found;
  for (auto at = svg.find(span); at != std::string::npos; at = svg.find(span, at + 1)) {
    const auto rect = svg.find("<rect ", at);
    found.push_back({number(svg, "x", rect), number(svg, "y", rect), number(svg, "width", rect)});
  }
  return found;
}

// Every element that is opened is closed, in order, and no `<` is anything else's.
void expect_well_formed(const std::string& svg) {
  const auto read = contracts::read_xml(svg);
  EXPECT_TRUE(read) << read.error().message << "\n" << svg;
}

TEST(TimelinePlot, OfNothingIsNothing) {
  EXPECT_TRUE(timeline_plots({}, "t").empty());
}

TEST(TimelinePlot, PutsBarsWhereTheTimelineSays) {
  const auto bars = bars_in(drawn(phase({bar(1000, 1250), bar(1500, 2000)})));
  ASSERT_EQ(bars.size(), 2u);
  const double left = bars[0].x, width = bars[1].x + bars[1].width - left;
  EXPECT_NEAR(bars[0].width, width / 4, 0.2);
  EXPECT_NEAR(bars[1].x - left, width / 2, 0.2);
  EXPECT_NEAR(bars[1].width, width / 2, 0.2);
  EXPECT_EQ(bars[0].y, bars[1].y) << "one after the other, in one row";
}

TEST(TimelinePlot, StacksBarsThatOverlap) {
  const auto bars = bars_in(drawn(phase({bar(1000, 1500), bar(1200, 1900), bar(1600, 1700)})));
  ASSERT_EQ(bars.size(), 3u);
  EXPECT_GT(bars[1].y, bars[0].y);
  EXPECT_EQ(bars[2].y, bars[0].y);
}

TEST(TimelinePlot, LetsWhatIsOpenReachTheEnd) {
  const std::string svg = drawn(phase({bar(1500, std::nullopt, SpanEnd::open), bar(1000, 2000)}));
  const auto bars = bars_in(svg);
  ASSERT_EQ(bars.size(), 2u);
  EXPECT_NEAR(bars[0].x + bars[0].width, bars[1].x + bars[1].width, 0.2);
  EXPECT_THAT(svg, HasSubstr("not over when the phase ended"));
}

TEST(TimelinePlot, ShadesFaultsOnTheirLaneOnly) {
  PhaseTimeline one = phase({bar(1000, 1250, SpanEnd::given_up, true)});
  one.lanes.push_back({"payments-bank", false, {}, 0});
  one.faults = {{"orders-payments", "delay", "wait 5s", 1000, 2000, 1}};
  const std::string svg = drawn(one);
  EXPECT_THAT(svg, HasSubstr("fault: delay (wait 5s)"));
  EXPECT_EQ(svg.find("class=\"fault\""), svg.rfind("class=\"fault\""));
  EXPECT_THAT(svg, HasSubstr("span given_up struck"));
}

TEST(TimelinePlot, SaysItInWordsToo) {
  PhaseTimeline one = phase({bar(1000, 1250, SpanEnd::given_up), bar(1300, 1550, SpanEnd::given_up)});
  one.faults = {{"orders-payments", "delay", "", 1000, 2000, 0}};
  const std::string svg = drawn(one);
  EXPECT_THAT(svg, HasSubstr("<title id=\"t-1-t\">Timeline of hold, 1 s</title>"));
  EXPECT_THAT(svg, HasSubstr("orders-payments: 2 attempts, 2 given up."));
  EXPECT_THAT(svg, HasSubstr("never executed"));
  EXPECT_THAT(svg, HasSubstr(">0 ms</text>"));
}

TEST(TimelinePlot, BoundsItsSizeAndSaysWhatIsLeftOut) {
  std::vector<TimelineSpan> many;
  many.reserve(500);
  for (int i = 0; i < 500; ++i) many.push_back(bar(1000 + i, 1000.5 + i));
  PhaseTimeline one = phase(many);
  one.lanes[1].left_out = 10;
  one.lanes.resize(14, one.lanes[1]);
  const MeasuredTimeline all{std::vector<PhaseTimeline>(9, one), 0};
  const auto plots = timeline_plots(all, "t");
  EXPECT_EQ(plots.size(), 6u);
  EXPECT_LT(plots.front().svg.size(), 400'000u);
  EXPECT_THAT(plots.front().left_out, HasSubstr("450 more attempts of orders-payments"));
  EXPECT_THAT(plots.front().left_out, HasSubstr("4 more edges"));
}

TEST(TimelinePlot, EscapesWhatCameFromServices) {
  PhaseTimeline one = phase({bar(1000, 1250)});
  one.name = one.lanes[1].name = one.lanes[1].spans[0].text = "<script>alert('x')</script>\"&";
  one.faults = {{one.name, one.name, one.name, 1000, 2000, 1}};
  const std::string svg = drawn(one);
  EXPECT_THAT(svg, Not(HasSubstr("<script")));
  expect_well_formed(svg);
}

TEST(TimelinePlot, SurvivesNumbersThatMakeNoSense) {
  constexpr double nan = std::numeric_limits<double>::quiet_NaN(), endless = std::numeric_limits<double>::infinity();
  PhaseTimeline one = phase({bar(nan, endless), bar(2000, 1000), bar(-endless, nan), bar(1e300, -1e300)});
  one.faults = {{"orders-payments", "delay", "", endless, nan, 1}};
  for (const auto& [from, to] : {std::pair{1000.0, 2000.0}, std::pair{nan, nan}, std::pair{2000.0, 1000.0}}) {
    one.from_ms = from, one.to_ms = to;
    const std::string svg = drawn(one);
    EXPECT_THAT(svg, Not(AnyOf(HasSubstr("nan"), HasSubstr("=\"inf"), HasSubstr("=\"-"))));
    expect_well_formed(svg);
  }
}

}  // namespace
}  // namespace squall::tests
