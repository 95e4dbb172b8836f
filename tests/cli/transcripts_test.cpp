#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "harness/cli/command.h"
#include "tests/cli/transcript.h"
#include "tests/support/corpora.h"

namespace squall::tests {
namespace {

std::vector<std::filesystem::path> cases() {
  return files_below(SQUALL_CASES, {".transcript"});
}

class TranscriptTest : public testing::Test {
 public:
  explicit TranscriptTest(std::filesystem::path path) : path_(std::move(path)) {}
  void TestBody() override {
    Transcript transcript = parse_transcript(read_file(path_));
    const Ran ran = run_transcript(transcript);
    const bool out = output_matches(transcript.out, ran.out);
    const bool err = output_matches(transcript.err, ran.err);
    if (std::getenv("SQUALL_UPDATE_GOLDEN") != nullptr) {
      transcript.exit_code = ran.exit_code;
      if (!out) transcript.out = ran.out;
      if (!err) transcript.err = ran.err;
      std::ofstream(path_) << to_text(transcript);
      return;
    }
    EXPECT_EQ(ran.exit_code, transcript.exit_code);
    EXPECT_TRUE(out) << "standard output was\n" << ran.out << "expected\n" << transcript.out;
    EXPECT_TRUE(err) << "standard error was\n" << ran.err << "expected\n" << transcript.err;
  }

 private:
  std::filesystem::path path_;
};

const bool registered = [] {
  for (const auto& path : cases()) {
    testing::RegisterTest("Transcript", path.stem().c_str(), nullptr, nullptr, __FILE__, __LINE__,
                          [path]() -> TranscriptTest* { return new TranscriptTest(path); });
  }
  return true;
}();

TEST(Commands, AreAllDocumentedAndTested) {
  const std::string readme = read_file(test_data().parent_path().parent_path() / "harness" / "README.md");
  std::string commands_run;
  for (const auto& path : cases()) commands_run += parse_transcript(read_file(path)).command;
  for (const harness::Command* command : harness::commands()) {
    const std::string name = "squall " + std::string(command->name);
    EXPECT_NE(readme.find("| `" + name), std::string::npos) << name << " has no row in harness/README.md";
    EXPECT_NE(commands_run.find(name), std::string::npos) << name << " has no transcript in tests/cli/cases";
  }
}

struct Row {
  const char* expected;
  const char* found;
  bool matches;
};

TEST(OutputMatches, KnowsItsWildcards) {
  const Row rows[] = {
      {"a\nb\n", "a\nb\n", true},    {"a\n", "a\nb\n", false},         {"a\n...\nd\n", "a\nb\nc\nd\n", true},
      {"...\n", "", true},           {"a [..] c\n", "a b c\n", true},  {"a [..] c\n", "a b d\n", false},
      {"[..]ms\n", "12 ms\n", true}, {"a\n...\nd\n", "a\nb\n", false},
  };
  for (const Row& row : rows)
    EXPECT_EQ(output_matches(row.expected, row.found), row.matches) << row.expected << "on\n" << row.found;
}

}  // namespace
}  // namespace squall::tests
