#include "contracts/schema/pattern.h"

#include <gtest/gtest.h>

#include "contracts/schema/pattern_sample.h"

namespace squall::contracts::schema {
namespace {

TEST(Pattern, MeansWhatEcma262Says) {
  const struct {
    std::string pattern, text;
    bool matches;
  } rows[] = {{"^\\d+$", "٣", false},
              {"^\\w+$", "é", false},
              {"^\\s$", "\u00a0", true},
              {"^\\S$", "\ufeff", false},
              {"^[\\s\\S]$", "\u2028", true},
              {"^.$", "\u2028", false},
              {"^\\p{Letter}+$", "été", true},
              {"^\\p{Script=Greek}$", "α", true},
              {"^\\P{Lu}$", "a", true},
              {"^\\u{1F600}$", "😀", true},
              {"^\\uD83D\\uDE00$", "😀", true},
              {"^\\u0041$", "A", true},
              {"^\\cA$", "\x01", true},
              {"^\\v$", "\x0b", true},
              {"^[[:alpha:]]$", ":]", true},
              {"a{,2}", "a{,2}", true},
              {"^a#b$", "a#b", true},
              {"[^]", "\n", true},
              {"[]", "a", false},
              {"^(a)?b\\1$", "b", true},
              {"(?<y>a)\\k<y>", "aa", true},
              {"^[a-z]{2,3}$", "abcd", false},
              {"^\\-\\/$", "-/", true},
              {"\\Aabc\\z", "abc", true},
              {"^.{0,262144}$", "abc", true},
              {"(?i)abc", "ABC", true},
              {"^(?<a$\u00e9>x)\\k<a$\u00e9>$", "xx", true},
              {"^(?:(?<y>a)|(?<y>b))\\k<y>$", "bb", true},
              {"^\\k<z>(?<z>a)$", "a", true},
              {"^(?P<y>a)\\k<y>$", "aa", true},
              {"(?<=\\$)\\d+", "$7", true},
              {"(?<=ab|c)d", "cd", true},
              {"(?<!a)b", "ab", false},
              {"^[\\w-.]+$", "a-.", true},
              {"^[\\s-a]$", "-", true},
              {"^[\\s-a]$", "b", false},
              {"^[a-\\d]+$", "a-1", true},
              {"^[\\d-]$", "-", true},
              {"^[^]$", "\n", true},
              {"^[^]]$", "x]", true},
              {"^[]|a$", "a", true},
              {"^\\1$", "\x01", true},
              {"^\\101$", "A", true},
              {"^[\\101]$", "A", true},
              {"^\\8$", "8", true},
              {"^(a)\\1$", "aa", true},
              {"^\\012$", "\n", true},
              {"^(a)(b)(c)(d)(e)(f)(g)(h)(i)(j)\\10$", "abcdefghijj", true},
              {"^[\\b]$", "\b", true},
              {"\\bfoo\\b", "a foo b", true},
              {"^[\\uD83D\\uDE00-\\uD83D\\uDE4F]$", "😃", true},
              {"^[😀-😏]$", "😃", true},
              {"^.$", "😀", true},
              {"^[^a]$", "😀", true},
              {"^\\p{Script=Han}+$", "漢字", true},
              {"^\\p{sc=Cyrillic}$", "я", true},
              {"^\\p{Script=Greek}$", "\u0342", false},
              {"^\\p{Script_Extensions=Greek}$", "\u0342", true},
              {"^\\p{L}\\p{Nd}\\p{Lowercase_Letter}$", "É٣é", true},
              {"^\\p{General_Category=Uppercase_Letter}$", "É", true},
              {"^[\\p{Lu}\\p{Emoji}]$", "😀", true},
              {"^\\p{Any}\\p{ASCII}\\p{Assigned}$", "\u0378aa", true},
              {"^\\P{Assigned}$", "\u0378", true},
              {"^\\p{White_Space}$", "\u3000", true},
              {"^\\cj$", "\n", true},
              {"^[\\cA-\\cC]$", "\x02", true},
              {"^\\x41\\x4$", "Ax4", true},
              {"^a{0}b{2,}$", "bb", true},
              {"^x*?y+?$", "y", true},
              {"^(?=a)a(?!b)c?$", "ac", true},
              {"^(?i:a)b$", "Ab", true},
              {"^$", "\n", false},
              {"a$", "a\n", false}};
  for (const auto& row : rows) {
    const auto pattern = Pattern::compile(row.pattern);
    ASSERT_TRUE(pattern) << row.pattern << ": " << pattern.error().message;
    EXPECT_EQ(pattern->search(row.text), row.matches ? Match::yes : Match::no) << row.pattern << " on " << row.text;
  }
}

TEST(Pattern, RefusesWhatIsNoPattern) {
  for (const char* bad :
       {"(", "[a", "*a", "a\\", "(*UTF)a", "(*LIMIT_MATCH=1)a", "(?R)", "(?C1)a", "\\u{110000}", "\xff", "(?<1a>x)",
        "(?<>x)", "\\k<none>", "[b-a]", "a{2,1}", "(?<=", "\\p{NoSuchThing}", "(?P>a)"}) {
    EXPECT_FALSE(Pattern::compile(bad)) << bad;
  }
  for (const char* lenient : {"\\Aa", "(?i)a", "a++", "\\a", "{", "}", "]", "\\-", "[\\w-a]", "\\1", "\\07", "(?P<a>x)",
                              "(?>a)", "\\u12", "\\xg", "\\c1", "\\pL", "a{,2}"}) {
    EXPECT_FALSE(Pattern::compile(lenient, PatternMode::strict)) << lenient;
  }
}

TEST(Pattern, GivesUpInsteadOfHanging) {
  const auto pattern = Pattern::compile("^(a+)+$");
  ASSERT_TRUE(pattern);
  EXPECT_EQ(pattern->search(std::string(5000, 'a') + "b"), Match::undecided);
  EXPECT_EQ(pattern->search("\xff"), Match::no);
}

TEST(PatternSample, MatchesWhatItWasMadeFor) {
  for (const char* text : {"^[A-Z]{3}-\\d{4}$", "^(a|bc)+d?$", "^\\S+@\\S+\\.\\w{2,}$", "^(?<q>['\"])x\\1$",
                           "^[^a-z]{5}$", "^\\p{Lu}\\u{e4}$"}) {
    const auto pattern = Pattern::compile(text);
    ASSERT_TRUE(pattern) << text;
    for (std::uint64_t seed = 0; seed < 50; ++seed) {
      Random random(seed, "test");
      const auto sample = sample_pattern(text, random, 4);
      ASSERT_TRUE(sample) << text;
      EXPECT_EQ(pattern->search(*sample), Match::yes) << text << " and " << *sample;
    }
  }
}

TEST(PatternSample, GivesUpOnWhatBreaksOff) {
  Random random(1, "test");
  for (const char* text : {"0\\u{", "[\\u{", "\\u{1F6", "\\u12", "\\x", "\\", "(a", "[a", "a{"}) {
    const auto sample = sample_pattern(text, random, 3);
    const auto pattern = Pattern::compile(text, PatternMode::lenient);
    EXPECT_TRUE(!sample || !pattern || pattern->search(*sample) == Match::yes) << text;
  }
  EXPECT_EQ(sample_pattern("0\\u{", random, 3), std::nullopt);
}

TEST(PatternSample, StaysSmall) {
  Random random(1, "test");
  EXPECT_EQ(sample_pattern("((((a{1000}){1000}){1000}){1000})", random, 3), std::nullopt);
  EXPECT_EQ(sample_pattern("(^{1000}){1000}", random, 3), std::nullopt);
  EXPECT_EQ(sample_pattern("^" + std::string(60'000, '+'), random, 3), std::nullopt);
  EXPECT_EQ(sample_pattern(std::string(60'000, '('), random, 3), std::nullopt);
}

}  // namespace
}  // namespace squall::contracts::schema
