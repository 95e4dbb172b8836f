#include "contracts/pact/path_expression.h"

#include <gtest/gtest.h>

namespace squall::tests {
namespace {

using namespace contracts::pact;

struct ParseRow {
  const char* text;
  const char* written;  // "" when it is no path
};

TEST(PathExpression, IsReadAndWritten) {
  const ParseRow rows[] = {
      {"$", "$"},
      {"$.a.b", "$.a.b"},
      {"$['a']['b c']", "$.a['b c']"},
      {"$.a[0][*].*", "$.a[0][*].*"},
      {"$.a['@id']", "$.a['@id']"},
      {"$.['a']", "$.a"},
      {R"($["it's"])", R"($['it\'s'])"},
      {"$['*']", "$['*']"},
      {"", ""},
      {"a", ""},
      {"$.", ""},
      {"$a", ""},
      {"$[", ""},
      {"$['a", ""},
      {"$[-1]", ""},
      {"$[99999999999999999999999]", ""},
  };
  for (const ParseRow& row : rows) {
    const auto path = PathExpression::parse(row.text);
    EXPECT_EQ(path ? to_string(*path) : "", row.written) << row.text;
  }
}

struct FitRow {
  const char* expression;
  std::vector<PathPart> path;
  std::uint64_t weight;
  std::size_t steps;
};

TEST(PathExpression, FitsByWeight) {
  const std::vector<PathPart> second_price = {{"items", false}, {"1", true}, {"price", false}};
  const FitRow rows[] = {
      {"$", second_price, 2, 0},
      {"$.items", second_price, 4, 1},
      {"$.items[1].price", second_price, 16, 3},
      {"$.items[*].price", second_price, 8, 3},
      {"$.items[*].*", second_price, 4, 3},
      {"$.items.1", second_price, 8, 2},
      {"$.*.*.*", second_price, 2, 3},
      {"$.items[0].price", second_price, 0, 0},
      {"$.items[*].price.amount", second_price, 0, 0},
      {"$[*]", second_price, 0, 0},  // the first step is a name, not an index
  };
  for (const FitRow& row : rows) {
    const PathFit fit = PathExpression::parse(row.expression)->fit(row.path);
    EXPECT_EQ(fit.weight, row.weight) << row.expression;
    EXPECT_EQ(fit.steps, row.steps) << row.expression;
  }
}

TEST(PathExpression, VeryLongOnesStillFit) {
  std::string text = "$";
  std::vector<PathPart> path;
  for (int i = 0; i < 200; ++i) {
    text += ".a";
    path.push_back({"a", false});
  }
  EXPECT_TRUE(PathExpression::parse(text)->fit(path));
}

}  // namespace
}  // namespace squall::tests
