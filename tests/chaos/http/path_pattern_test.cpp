#include "chaos/http/path_pattern.h"

#include <gtest/gtest.h>

namespace squall::chaos::http {
namespace {

using Names = std::vector<std::string>;

struct Row {
  const char* name;
  const char* pattern;
  const char* path;
  std::optional<Names> names;
};
class PathPatterns : public testing::TestWithParam<Row> {};

TEST_P(PathPatterns, TakeNamesOut) {
  EXPECT_EQ(names_in_path(GetParam().pattern, GetParam().path), GetParam().names);
}

INSTANTIATE_TEST_SUITE_P(
    Http, PathPatterns,
    testing::Values(Row{"none", "/a/b", "/a/b", Names{}}, Row{"one", "/a/{x}", "/a/b", Names{"b"}},
                    Row{"two", "/a/{x}/c/{y}", "/a/b/c/d", Names{"b", "d"}},
                    Row{"encoded", "/a/{x}", "/a/b%2Fc%20d", Names{"b/c d"}},
                    Row{"another", "/a/{x}", "/b/x", std::nullopt}, Row{"shorter", "/a/{x}", "/a", std::nullopt},
                    Row{"longer", "/a/{x}", "/a/b/c", std::nullopt}, Row{"empty", "/a/{x}", "/a/", std::nullopt},
                    Row{"slash_behind", "/a", "/a/", std::nullopt}, Row{"nothing", "/a", "", std::nullopt},
                    Row{"asterisk", "/a", "*", std::nullopt}),
    [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace squall::chaos::http
