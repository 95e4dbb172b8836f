#include "contracts/openapi/html_scripts.h"

#include <gtest/gtest.h>

#include <string>

namespace squall::contracts::openapi {
namespace {

std::string repeated(const std::string& piece, int times) {
  std::string text;
  for (int i = 0; i < times; ++i) text += piece;
  return text;
}

TEST(HtmlScripts, AreToldFromTheirMentions) {
  EXPECT_TRUE(runs_when_shown("see <script>alert(1)</script>"));
  EXPECT_TRUE(runs_when_shown("<img src=x onerror=alert(1)>"));
  EXPECT_TRUE(runs_when_shown("<a href=\"javascript:alert(1)\">x</a>"));
  EXPECT_FALSE(runs_when_shown("identified as <module>.<script>"));
  EXPECT_FALSE(runs_when_shown("an <iframe> tag that embeds a player"));
  EXPECT_FALSE(runs_when_shown("<a href=\"https://x.y\" onclick=\"go()\">t</a>"));
}

// Each of these would take minutes if every tag were looked for to the end.
TEST(HtmlScripts, AreFoundInOneGo) {
  for (const char* piece : {"<a", "<a ", "<a=", "<a x=", "<a x", "<a x='", "<a/", "<a x=y<", "<script", "<a \""})
    EXPECT_FALSE(runs_when_shown(repeated(piece, 300'000))) << piece;
  EXPECT_TRUE(runs_when_shown(repeated("<a", 300'000) + "<img src=x onerror=alert(1)>"));
}

}  // namespace
}  // namespace squall::contracts::openapi
