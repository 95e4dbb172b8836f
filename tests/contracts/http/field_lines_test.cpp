#include "contracts/http/field_lines.h"

#include <gtest/gtest.h>

namespace squall::contracts::http {
namespace {

TEST(FieldLines, AreOneValueInTheirOrder) {
  const Headers headers{{"Accept", "text/html"}, {"Host", "h"}, {"accept", "text/plain;q=0.5"}, {"ACCEPT", ""}};
  EXPECT_EQ(combined(headers, "Accept"), "text/html, text/plain;q=0.5, ");
  EXPECT_EQ(combined(headers, "host"), "h");
  EXPECT_EQ(combined(headers, "Vary"), "");
}

}  // namespace
}  // namespace squall::contracts::http
