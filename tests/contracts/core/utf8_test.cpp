#include "contracts/core/utf8.h"

#include <gtest/gtest.h>

namespace squall::contracts {
namespace {

struct Row {
  const char* name;
  std::string text;
  std::string valid;  // the same text when it is well-formed
};
class ValidUtf8 : public testing::TestWithParam<Row> {};

TEST_P(ValidUtf8, IsMadeOfAnything) {
  const Row& row = GetParam();
  EXPECT_EQ(valid_utf8(row.text), row.valid);
  EXPECT_EQ(is_utf8(row.text), row.text == row.valid);
  EXPECT_TRUE(is_utf8(row.valid));
}

const std::string kLost = "\xEF\xBF\xBD";
INSTANTIATE_TEST_SUITE_P(
    All, ValidUtf8,
    testing::Values(Row{"nothing", "", ""}, Row{"ascii", "a/b", "a/b"}, Row{"two_bytes", "\xC3\xA9", "\xC3\xA9"},
                    Row{"three_bytes", "\xE2\x82\xAC", "\xE2\x82\xAC"},
                    Row{"four_bytes", "\xF0\x9F\x8C\x8A", "\xF0\x9F\x8C\x8A"},
                    Row{"lone_byte", "a\xFFz", "a" + kLost + "z"}, Row{"cut_short", "a\xE2\x82", "a" + kLost + kLost},
                    Row{"overlong", "\xC0\xAF", kLost + kLost}, Row{"surrogate", "\xED\xA0\x80", kLost + kLost + kLost},
                    Row{"beyond", "\xF4\x90\x80\x80", kLost + kLost + kLost + kLost}),
    [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace squall::contracts
