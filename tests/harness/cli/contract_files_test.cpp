#include "harness/cli/contract_files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/temporary_files.h"

namespace squall::harness {
namespace {

using testing::UnorderedElementsAre;

TEST(ContractFiles, FollowReferences) {
  const tests::TemporaryFiles files;
  const std::string main = files.write("api.yaml",
                                       "a: {$ref: 'parts/a.yaml#/x'}\nb: [{$ref: '#/a'}, {$ref: gone.yaml}]\n"
                                       "c: {$ref: 'http://example.org/x.yaml'}\n");
  const std::string a = files.write("parts/a.yaml", "x: {$ref: '../b%20c.json'}\n");
  const std::string b = files.write("b c.json", R"({"y": {"$ref": "api.yaml"}})");
  const std::string gone = (files.folder() / "gone.yaml").string();
  EXPECT_THAT(contract_files(main), UnorderedElementsAre(main, a, b, gone));
  EXPECT_TRUE(contract_files("https://example.org/api.yaml").empty());
}

TEST(FileWatch, TellsAChangeOnceItHasSettled) {
  const tests::TemporaryFiles files;
  const std::string one = files.write("one", "1");
  const std::string gone = (files.folder() / "two").string();
  FileWatch watch;
  watch.watch({one, gone});
  EXPECT_FALSE(watch.changed());
  files.write("one", "12");
  EXPECT_FALSE(watch.changed());  // it may still be written
  files.write("one", "123");
  EXPECT_FALSE(watch.changed());
  EXPECT_TRUE(watch.changed());
  EXPECT_FALSE(watch.changed());
  files.write("two", "");
  EXPECT_FALSE(watch.changed());
  EXPECT_TRUE(watch.changed());
  std::filesystem::remove(one);
  EXPECT_FALSE(watch.changed());
  EXPECT_TRUE(watch.changed());
}

TEST(FileWatch, ForgetsNoChangeWhenOthersJoin) {
  const tests::TemporaryFiles files;
  const std::string one = files.write("one", "1"), two = files.write("two", "2");
  FileWatch watch;
  watch.watch({one});
  files.write("one", "12");
  watch.watch({one, two});
  EXPECT_FALSE(watch.changed());
  EXPECT_TRUE(watch.changed());
  watch.watch({two});
  files.write("one", "123");
  EXPECT_FALSE(watch.changed());
  EXPECT_FALSE(watch.changed());
}

}  // namespace
}  // namespace squall::harness
