#include "harness/session/output_log.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "tests/support/corpora.h"

namespace squall::harness {
namespace {

struct TailRow {
  const char* name;
  std::vector<std::string> writes;
  std::size_t lines;
  std::string expected;
};

class Tail : public testing::TestWithParam<TailRow> {};

TEST_P(Tail, IsTheLastLines) {
  OutputLog log("", 0, 1000);
  for (const auto& bytes : GetParam().writes) log.append(bytes);
  EXPECT_EQ(log.tail(GetParam().lines), GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(
    OutputLog, Tail,
    testing::Values(TailRow{"empty", {}, 3, ""}, TailRow{"one", {"a\n"}, 3, "a\n"},
                    TailRow{"unfinished", {"a\nb"}, 3, "a\nb\n"}, TailRow{"last_two", {"a\nb\nc\n"}, 2, "b\nc\n"},
                    TailRow{"pieces", {"a", "b\nc", "d\n"}, 2, "ab\ncd\n"},
                    TailRow{"blank_lines_count", {"a\n\nb\n"}, 2, "\nb\n"},
                    TailRow{"long_line", {std::string(600, 'x')}, 1, std::string(500, 'x') + "...\n"}),
    [](const auto& row) { return row.param.name; });

TEST(OutputLog, ForgetsWhatIsLongPast) {
  OutputLog log("", 0, 100);
  for (int i = 0; i < 1000; ++i) log.append("line " + std::to_string(i) + "\n");
  EXPECT_LT(log.tail(10'000).size(), 300u);
  EXPECT_EQ(log.tail(1), "line 999\n");
}

TEST(OutputLog, BoundsItsFile) {
  char folder[] = "/tmp/squall-log-XXXXXX";
  ASSERT_NE(::mkdtemp(folder), nullptr);
  const std::string path = std::string(folder) + "/a.log";
  {
    OutputLog log(path, 10, 100);
    log.append("123456");
    log.append("789012");
    log.append("345678");
    EXPECT_EQ(log.tail(1), "123456789012345678\n");
  }
  EXPECT_EQ(tests::read_file(path), "1234567890\n[output beyond this size is not kept]\n");
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace squall::harness
