#include "contracts/match/left_out.h"

#include <gtest/gtest.h>

#include "contracts/core/document.h"

namespace squall::contracts::match {
namespace {

Value json(const std::string& text) {
  return Value(Document::parse_json(text)->root());
}

// No member called "bad", at any depth.
bool is_good(const Value& value) {
  return to_json(value).find("\"bad\"") == std::string::npos;
}

std::string left_of(const std::string& text) {
  const auto less = with_members_left_out(json(text), is_good);
  return less ? to_json(*less) : "-";
}

TEST(LeftOut, AreTheFewestMembers) {
  EXPECT_EQ(left_of(R"({"a":1,"bad":2,"c":3})"), R"({"a":1,"c":3})");
  EXPECT_EQ(left_of(R"({"a":{"x":1,"bad":2},"bad":{"y":1}})"), R"({"a":{"x":1}})");
  EXPECT_EQ(left_of(R"([{"bad":1,"a":2},{"a":3}])"), R"([{"a":2},{"a":3}])");
}

TEST(LeftOut, AreNoneWhereNothingHelps) {
  EXPECT_EQ(left_of(R"(["bad"])"), "-");
  EXPECT_EQ(left_of("1"), "-");
}

}  // namespace
}  // namespace squall::contracts::match
