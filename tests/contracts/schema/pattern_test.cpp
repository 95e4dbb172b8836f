#include "contracts/schema/pattern.h"

#include <gtest/gtest.h>

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

}  // namespace
}  // namespace squall::contracts::schema
