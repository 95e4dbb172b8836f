// Whatever services answer may end up in a report: no format may be broken by it, or grow without bound.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "contracts/core/utf8.h"
#include "reports/formats/console.h"
#include "reports/formats/format.h"
#include "reports/model/text.h"
#include "tests/reports/support/samples.h"

namespace squall::tests {
namespace {
using namespace reports;
using testing::HasSubstr;
using testing::Not;

std::string rendered(std::string_view format, const RunReport& report) {
  return find_format(format)->render(report);
}

class EveryFormat : public testing::TestWithParam<Format> {};

TEST_P(EveryFormat, IsCleanUtf8WithoutControls) {
  const std::string text = GetParam().render(hostile_report());
  EXPECT_EQ(contracts::valid_utf8(text), text);
  for (const char c : text) {
    const bool control = static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t';
    const bool deletes =
        c == 0x7f && GetParam().name != "json" && GetParam().name != "har";  // RFC 8259 lets it stand in a string
    ASSERT_FALSE(control || deletes) << "control character " << static_cast<int>(c);
  }
}

TEST_P(EveryFormat, IsBounded) {
  const std::size_t most = GetParam().name == "json" ? 64'000'000 : GetParam().name == "github" ? 100'000 : 1'000'000;
  EXPECT_LT(GetParam().render(huge_report()).size(), most);
}

TEST_P(EveryFormat, SaysHowManyFindingsThereAre) {
  if (GetParam().name == "json") return;
  EXPECT_THAT(GetParam().render(huge_report()), testing::AnyOf(HasSubstr("10,00"), HasSubstr("9,0"), HasSubstr("9,9")));
}

TEST_P(EveryFormat, RendersTheSameTwice) {
  EXPECT_EQ(GetParam().render(stormy_report()), GetParam().render(stormy_report()));
}

INSTANTIATE_TEST_SUITE_P(Formats, EveryFormat, testing::ValuesIn(formats().begin(), formats().end()),
                         [](const auto& row) { return std::string(row.param.name); });

TEST(Console, CannotBeDrivenByTexts) {
  const std::string text = render_console(hostile_report(), {});
  EXPECT_THAT(text, Not(HasSubstr("\x1b")));
  EXPECT_THAT(text, HasSubstr("\xE2\x90\x9B[31m"));
}

TEST(Github, CannotBeGivenCommandsByTexts) {
  RunReport report = stormy_report();
  report.checks[3].findings[0].message = "a%0A::error::forged\n::set-output name=x::y";
  report.checks[3].findings[0].location.file = "a,line=7::b.yaml";
  const std::string text = rendered("github", report);
  EXPECT_THAT(text, HasSubstr("a%250A::error::forged%0A::set-output"));
  EXPECT_THAT(text, HasSubstr("file=a%2Cline=7%3A%3Ab.yaml,line=31,col=16"));
  EXPECT_THAT(text, Not(HasSubstr("\n::set-output")));
}

TEST(Markdown, CannotFormMarkup) {
  RunReport report = stormy_report();
  report.checks[3].findings[0].message = "<img src=x> @everyone [a](b) `x` **y** | z";
  report.checks[3].findings[0].evidence = {{std::nullopt, "```` <!-- ````"}};
  const std::string text = rendered("markdown", report);
  EXPECT_THAT(text, HasSubstr("&lt;img src=x&gt; &#64;everyone \\[a\\](b) \\`x\\` \\*\\*y\\*\\* \\| z"));
  EXPECT_THAT(text, HasSubstr("\n`````text\n"));
}

TEST(Junit, ForgesNoElements) {
  const std::string text = rendered("junit", hostile_report());
  EXPECT_THAT(text, Not(HasSubstr("<script>")));
  EXPECT_THAT(text, Not(HasSubstr("]]>")));
}

}  // namespace
}  // namespace squall::tests
