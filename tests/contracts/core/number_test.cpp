#include "contracts/core/number.h"

#include <gtest/gtest.h>

#include <cmath>
#include <string>

namespace squall::contracts {
namespace {

TEST(Number, ComparesByExactValue) {
  const struct {
    std::string a, b;
    std::strong_ordering order;
  } rows[] = {
      {"1", "1.0", std::strong_ordering::equal},
      {"1", "10e-1", std::strong_ordering::equal},
      {"-0", "0.0e5", std::strong_ordering::equal},
      {"9007199254740993", "9007199254740992", std::strong_ordering::greater},
      {"9007199254740993.0", "9007199254740992.0", std::strong_ordering::greater},
      {"-1.5", "1", std::strong_ordering::less},
      {"-2.5", "-2.25", std::strong_ordering::less},
      {"0.1", "0.10000000000000000001", std::strong_ordering::less},
      {"1e1000000000", "1e999999999", std::strong_ordering::greater},
      {"1e-1000000000", "0", std::strong_ordering::greater},
      {"-1e1000000000", "-1e999999999", std::strong_ordering::less},
      {"1e99999999999999999999999", "1", std::strong_ordering::greater},
      {"0e99999999999999999999999", "0", std::strong_ordering::equal},
      {"123456789012345678901234567890", "123456789012345678901234567891", std::strong_ordering::less},
      {"0.001", "1e-3", std::strong_ordering::equal},
      {"100", "99.999", std::strong_ordering::greater},
      {"0.1", "0.10", std::strong_ordering::equal},
      {"-0.0", "0", std::strong_ordering::equal},
      {"-0.1", "-0.11", std::strong_ordering::greater},
      {"0.000000000000000001", "0.000000000000000002", std::strong_ordering::less},
      {"999999999999999999", "999999999999999998.9", std::strong_ordering::greater},
      {"1e400", "2e400", std::strong_ordering::less},
      {"1.5", "15e-1", std::strong_ordering::equal},
  };
  for (const auto& row : rows) {
    EXPECT_TRUE(compare(row.a, row.b) == row.order) << row.a << " and " << row.b;
    EXPECT_TRUE(compare(row.b, row.a) == (0 <=> row.order)) << row.b << " and " << row.a;
  }
}

TEST(Number, DividesExactly) {
  const struct {
    std::string value, divisor;
    bool divides;
  } rows[] = {{"10", "5", true},
              {"10", "3", false},
              {"0.0075", "0.0001", true},
              {"0.00751", "0.0001", false},
              {"4.5", "1.5", true},
              {"35", "1.5", false},
              {"0", "7", true},
              {"1e308", "0.123456789", false},
              {"12391239123", "1e-8", true},
              {"1e1000000000", "7", false},
              {"1e1000000000", "8", true},
              {"7e1000000000", "7", true},
              {"123456789012345678901234567890", "12345678901234567890123456789", true},
              {"123456789012345678901234567891", "12345678901234567890123456789", false},
              {"1e100", "12345678901234567890", false},
              {"1e100", "10000000000000000000000000000", true},
              {"1", "1e1000000000", false},
              {"-9", "3", true},
              {"-0.3", "0.1", true},
              {"0.30000000000000004", "0.1", false},
              {"123456789.123456789", "0.000000001", true},
              {"1.1", "1e-1", true},
              {"3", "0.00000000000000001", true},
              {"1e400", "0.5", true},
              {"1e-400", "1e-401", true},
              {"1e-401", "1e-400", false},
              {"9007199254740993", "2", false},
              {"19.99", "0.01", true}};
  for (const auto& row : rows) {
    EXPECT_EQ(is_multiple_of(row.value, row.divisor), row.divides) << row.value << " / " << row.divisor;
  }
}

TEST(Number, KnowsWholeNumbers) {
  for (const char* whole : {"1", "1.0", "1e3", "-0.0", "12.50e1", "1e1000000000", "0.0e-5"})
    EXPECT_TRUE(is_integer(whole)) << whole;
  for (const char* other : {"1.5", "1e-3", "12.5e0", "1e-1000000000"}) EXPECT_FALSE(is_integer(other)) << other;
  EXPECT_EQ(to_int64("9223372036854775807"), INT64_MAX);
  EXPECT_EQ(to_int64("-9223372036854775808"), INT64_MIN);
  EXPECT_EQ(to_int64("9223372036854775808"), std::nullopt);
  EXPECT_EQ(to_int64("1.5e1"), 15);
  EXPECT_EQ(to_int64("1.5"), std::nullopt);
  EXPECT_EQ(to_int64("1e1000000000"), std::nullopt);
  EXPECT_EQ(to_double("1e400"), HUGE_VAL);
  EXPECT_EQ(to_double("-1e400"), -HUGE_VAL);
  EXPECT_EQ(to_double("1e-400"), 0.0);
  EXPECT_EQ(to_double("0.1"), 0.1);
}

TEST(Number, FollowsTheGrammar) {
  for (const char* good : {"0", "-0", "10", "1.5", "1e5", "1E+5", "1.0e-05"}) EXPECT_TRUE(is_json_number(good)) << good;
  for (const char* bad : {"", "-", "01", "1.", ".5", "1e", "+1", "0x1", "1 ", "1e+"})
    EXPECT_FALSE(is_json_number(bad)) << bad;
}

TEST(Number, EqualValuesHaveEqualHashes) {
  for (const auto& [a, b] :
       {std::pair("1", "1.0"), {"1e2", "100"}, {"-0", "0.0"}, {"0.001", "1e-3"}, {"1e400", "10e399"}})
    EXPECT_EQ(number_hash(a), number_hash(b)) << a << " and " << b;
  for (const auto& [a, b] :
       {std::pair("1", "-1"), {"1e400", "2e400"}, {"9007199254740992", "9007199254740993"}, {"1", "10"}})
    EXPECT_NE(number_hash(a), number_hash(b)) << a << " and " << b;
}

}  // namespace
}  // namespace squall::contracts
