#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "reports/formats/format.h"
#include "tests/support/corpora.h"

namespace squall::tests {
namespace {
using namespace reports;
using testing::HasSubstr;

TEST(Formats, AreFoundByNameAndDocumented) {
  const std::string reference = read_file(test_data() / ".." / ".." / "reports" / "README.md");
  std::set<std::string_view> names;
  for (const auto& format : formats()) {
    EXPECT_TRUE(names.insert(format.name).second) << format.name << " is listed twice";
    EXPECT_EQ(find_format(format.name), &format);
    EXPECT_FALSE(format.summary.empty()) << format.name;
    EXPECT_FALSE(format.extension.empty()) << format.name;
    EXPECT_THAT(reference, HasSubstr("| `" + std::string(format.name) + "` |"))
        << "reports/README.md does not describe it";
  }
  EXPECT_EQ(find_format("pdf"), nullptr);
  EXPECT_EQ(find_format(""), nullptr);
}

}  // namespace
}  // namespace squall::tests
