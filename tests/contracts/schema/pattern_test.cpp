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
              {"(?i)abc", "ABC", true}};
  for (const auto& row : rows) {
    const auto pattern = Pattern::compile(row.pattern);
    ASSERT_TRUE(pattern) << row.pattern << ": " << pattern.error().message;
    EXPECT_EQ(pattern->search(row.text), row.matches ? Match::yes : Match::no) << row.pattern << " on " << row.text;
  }
}

TEST(Pattern, RefusesWhatIsNoPattern) {
  for (const char* bad :
       {"(", "[a", "*a", "a\\", "(*UTF)a", "(*LIMIT_MATCH=1)a", "(?R)", "(?C1)a", "\\u{110000}", "\xff"}) {
    EXPECT_FALSE(Pattern::compile(bad)) << bad;
  }
  for (const char* lenient : {"\\Aa", "(?i)a", "a++", "\\a", "{"}) {
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

TEST(PatternSample, StaysSmall) {
  Random random(1, "test");
  EXPECT_EQ(sample_pattern("((((a{1000}){1000}){1000}){1000})", random, 3), std::nullopt);
  EXPECT_EQ(sample_pattern("(^{1000}){1000}", random, 3), std::nullopt);
  EXPECT_EQ(sample_pattern("^" + std::string(60'000, '+'), random, 3), std::nullopt);
  EXPECT_EQ(sample_pattern(std::string(60'000, '('), random, 3), std::nullopt);
}

}  // namespace
}  // namespace squall::contracts::schema
