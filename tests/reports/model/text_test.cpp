#include "reports/model/text.h"

#include <gtest/gtest.h>

#include <limits>

namespace squall::reports {
namespace {

struct Row {
  std::string name, given, expected;
};
void PrintTo(const Row& row, std::ostream* out) {
  *out << row.name;
}
std::string name_of(const testing::TestParamInfo<Row>& info) {
  return info.param.name;
}

class Tidy : public testing::TestWithParam<Row> {};
TEST_P(Tidy, IsSafeToShow) {
  EXPECT_EQ(tidy(GetParam().given, 1000), GetParam().expected);
}
INSTANTIATE_TEST_SUITE_P(Texts, Tidy,
                         testing::Values(Row{"plain", "as it is", "as it is"}, Row{"empty", "", ""},
                                         Row{"accents", "h\xC3\xA9 \xE2\x82\xAC \xF0\x9F\x8C\x80",
                                             "h\xC3\xA9 \xE2\x82\xAC \xF0\x9F\x8C\x80"},
                                         Row{"escape", "\x1b[31m", "\xE2\x90\x9B[31m"},
                                         Row{"nul", std::string("a\0b", 3),
                                             "a\xE2\x90\x80"
                                             "b"},
                                         Row{"delete", "\x7f", "\xE2\x90\xA1"},
                                         Row{"lines", "a\r\nb\n\tc\rd",
                                             "a\nb\n\tc\xE2\x90\x8D"
                                             "d"},
                                         Row{"stray_byte",
                                             "a\xff"
                                             "b",
                                             "a\xEF\xBF\xBD"
                                             "b"},
                                         Row{"overlong", "\xC0\xAF", "\xEF\xBF\xBD\xEF\xBF\xBD"},
                                         Row{"surrogate", "\xED\xA0\x80", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"},
                                         Row{"cut_character", "\xE2\x82", "\xEF\xBF\xBD\xEF\xBF\xBD"},
                                         Row{"c1_control",
                                             "\xC2\x9B"
                                             "31m",
                                             "\xEF\xBF\xBD"
                                             "31m"},
                                         Row{"right_to_left_override", "\xE2\x80\xAE", "\xEF\xBF\xBD"},
                                         Row{"noncharacter", "\xEF\xBF\xBF", "\xEF\xBF\xBD"}),
                         name_of);

TEST(Text, IsCutAtACharacter) {
  EXPECT_EQ(bounded("\xE2\x82\xAC\xE2\x82\xAC", 4), "\xE2\x82\xAC\xE2\x80\xA6 (6 bytes)");
  EXPECT_EQ(tidy("\xE2\x82\xAC\xE2\x82\xAC", 4), "\xE2\x82\xAC\xE2\x80\xA6 (6 bytes)");
  EXPECT_EQ(bounded("abcd", 4), "abcd");
  EXPECT_EQ(tidy(std::string(2'000'000, 'x'), 10), "xxxxxxxxxx\xE2\x80\xA6 (2,000,000 bytes)");
}

TEST(Text, OneLineHasNoBreaks) {
  EXPECT_EQ(one_line("a\r\nb\tc", 100), "a b c");
}

TEST(Text, FitsColumns) {
  EXPECT_EQ(fitted("h\xC3\xA9llo", 5), "h\xC3\xA9llo");
  EXPECT_EQ(fitted("h\xC3\xA9llo", 3), "h\xC3\xA9\xE2\x80\xA6");
  EXPECT_EQ(fitted("hello", 1), "\xE2\x80\xA6");
  EXPECT_EQ(fitted("hello", 0), "");
}

TEST(Text, WrapsAtSpaces) {
  using Lines = std::vector<std::string>;
  EXPECT_EQ(wrapped("", 10), Lines{});
  EXPECT_EQ(wrapped("one two  three", 7), (Lines{"one two", "three"}));
  EXPECT_EQ(wrapped("a incomprehensibly b", 7), (Lines{"a", "incomprehensibly", "b"}));
}

class Spoken : public testing::TestWithParam<std::pair<double, const char*>> {};
TEST_P(Spoken, Milliseconds) {
  EXPECT_EQ(spoken_ms(GetParam().first), GetParam().second);
}
INSTANTIATE_TEST_SUITE_P(Times, Spoken,
                         testing::Values(std::pair{0.0, "0 ms"}, std::pair{0.123, "0.1 ms"}, std::pair{9.96, "10 ms"},
                                         std::pair{498.2, "498 ms"}, std::pair{2012.0, "2 s"},
                                         std::pair{2449.0, "2.4 s"}, std::pair{59'980.0, "1 min 00 s"},
                                         std::pair{61'842.7, "1 min 02 s"}, std::pair{7'500'000.0, "2 h 05 min"},
                                         std::pair{std::numeric_limits<double>::quiet_NaN(), "?"}));

TEST(Text, CountsForPeople) {
  EXPECT_EQ(grouped(0), "0");
  EXPECT_EQ(grouped(999), "999");
  EXPECT_EQ(grouped(1'234'567), "1,234,567");
  EXPECT_EQ(counted(1, "finding"), "1 finding");
  EXPECT_EQ(counted(2000, "finding"), "2,000 findings");
  EXPECT_EQ(compact(498.0), "498");
  EXPECT_EQ(compact(2.5), "2.5");
  EXPECT_EQ(compact(0.125), "0.125");
  EXPECT_EQ(compact(-0.0001), "0");
}

}  // namespace
}  // namespace squall::reports
