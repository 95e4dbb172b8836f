#include "contracts/core/units.h"

#include <gtest/gtest.h>

#include <vector>

#include "contracts/core/suggest.h"

namespace squall::contracts {
namespace {

using namespace std::chrono_literals;

TEST(Units, ReadsDurations) {
  const struct {
    const char* text;
    Duration value;
    const char* formatted;
  } rows[] = {{"250ms", 250ms, "250ms"}, {"1.5s", 1500ms, "1.5s"},
              {"1m30s", 90s, "90s"},     {"2m", 2min, "2m"},
              {"1h", 1h, "1h"},          {"10us", 10us, "10us"},
              {"5ns", 5ns, "5ns"},       {"0", 0ns, "0s"},
              {"0.5ms", 500us, "500us"}, {"1s1ns", 1000000001ns, "1000000.001us"},
              {"498ms", 498ms, "498ms"}};
  for (const auto& row : rows) {
    const auto parsed = parse_duration(row.text);
    ASSERT_TRUE(parsed) << row.text;
    EXPECT_EQ(*parsed, row.value) << row.text;
    EXPECT_EQ(format_duration(row.value), row.formatted);
    EXPECT_EQ(parse_duration(format_duration(row.value)), parsed);
  }
  for (const char* bad : {"", "10", "ms", "1.s", "-1s", "1 s", "1x", "1s1m", "1s1s", "99999999999h", "1.2.3s", ".5s"}) {
    EXPECT_FALSE(parse_duration(bad)) << bad;
  }
  EXPECT_EQ(to_string(parse_duration("soon").error()),
            "expected a duration, found 'soon'; write it like 250ms, 1.5s, 2m or 1m30s");
}

TEST(Units, ReadsSizesSharesAndRates) {
  EXPECT_EQ(parse_size("10"), 10u);
  EXPECT_EQ(parse_size("10B"), 10u);
  EXPECT_EQ(parse_size("64KiB"), 65536u);
  EXPECT_EQ(parse_size("5MB"), 5'000'000u);
  EXPECT_EQ(parse_size("1.5GiB"), 1610612736u);
  for (const char* bad : {"", "KiB", "-1", "1 KiB", "1Kib", "99999999999TiB"}) EXPECT_FALSE(parse_size(bad)) << bad;
  EXPECT_EQ(format_size(65536), "64KiB");
  EXPECT_EQ(format_size(1000), "1000B");
  EXPECT_EQ(parse_share("5%"), 0.05);
  EXPECT_EQ(parse_share("0.05"), 0.05);
  EXPECT_EQ(parse_share("100%"), 1.0);
  for (const char* bad : {"", "%", "101%", "1.5", "-1%", "5 %"}) EXPECT_FALSE(parse_share(bad)) << bad;
  EXPECT_EQ(parse_rate("50/s"), 50.0);
  EXPECT_EQ(parse_rate("3000/min"), 50.0);
  for (const char* bad : {"", "50", "/s", "50/x", "-1/s"}) EXPECT_FALSE(parse_rate(bad)) << bad;
}

TEST(Suggest, FindsWhatWasMeant) {
  const std::vector<std::string> names = {"Order", "OrderItem", "Customer", "id"};
  EXPECT_EQ(nearest("Ordr", names), "Order");
  EXPECT_EQ(nearest("order", names), "Order");
  EXPECT_EQ(nearest("Cutsomer", names), "Customer");
  EXPECT_EQ(nearest("Invoice", names), "");
  EXPECT_EQ(nearest("x", names), "");
  EXPECT_EQ(nearest("", names), "");
}

}  // namespace
}  // namespace squall::contracts
