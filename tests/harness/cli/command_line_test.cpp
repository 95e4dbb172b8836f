#include "harness/cli/command_line.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <sstream>

namespace squall::harness {
namespace {

struct Outcome {
  int code;
  std::string out, err;
};

Outcome squall(const std::vector<std::string>& arguments) {
  std::ostringstream out;
  std::ostringstream err;
  Invocation invocation{out, err, {}};
  const ExitCode code = run_command_line(arguments, invocation);
  return {to_int(code), out.str(), err.str()};
}

TEST(CommandLine, PrintsItsVersion) {
  const Outcome outcome = squall({"--version"});
  EXPECT_EQ(outcome.code, 0);
  EXPECT_EQ(outcome.out, std::string("squall ") + SQUALL_VERSION + "\n");
  EXPECT_EQ(outcome.err, "");
}

TEST(CommandLine, WithoutACommandSaysWhatThereIsAndFails) {
  const Outcome outcome = squall({});
  EXPECT_EQ(outcome.code, 2);
  EXPECT_EQ(outcome.out, "");
  EXPECT_THAT(outcome.err, testing::HasSubstr("Usage: squall COMMAND"));
}

TEST(CommandLine, SuggestsTheCommandMeant) {
  const Outcome outcome = squall({"completoin", "bash"});
  EXPECT_EQ(outcome.code, 2);
  EXPECT_EQ(outcome.err, "squall: unknown command 'completoin'; did you mean 'completion'?\n");
}

TEST(CommandLine, SuggestsTheOptionMeant) {
  const Outcome outcome = squall({"completion", "bash", "--hepl"});
  EXPECT_EQ(outcome.code, 2);
  EXPECT_EQ(outcome.err, "squall: unknown option '--hepl'; did you mean '--help'?\n");
}

TEST(CommandLine, SaysWhichHelpToReadWhenAnArgumentIsMissing) {
  const Outcome outcome = squall({"completion"});
  EXPECT_EQ(outcome.code, 2);
  EXPECT_THAT(outcome.err, testing::HasSubstr("see 'squall completion --help'"));
}

TEST(Registry, NamesAreUniqueAndEveryCommandExplainsItself) {
  std::set<std::string_view> names;
  for (const Command* command : commands()) {
    SCOPED_TRACE(command->name);
    EXPECT_TRUE(names.insert(command->name).second);
    EXPECT_EQ(find_command(command->name), command);
    EXPECT_FALSE(command->summary.empty());
    EXPECT_NE(command->summary.back(), '.');
    EXPECT_THAT(std::string(command->details), testing::HasSubstr("squall " + std::string(command->name)))
        << "an example belongs into the help";
    const Outcome help = squall({std::string(command->name), "--help"});
    EXPECT_EQ(help.code, 0);
    EXPECT_THAT(help.out, testing::StartsWith("Usage: squall " + std::string(command->name)));
    EXPECT_THAT(help.out, testing::HasSubstr(std::string(command->summary)));
    std::istringstream lines(help.out);
    for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 120u) << line;
  }
  EXPECT_EQ(find_command("nothing"), nullptr);
}

TEST(Completion, KnowsEveryCommandInEveryShell) {
  for (const char* shell : {"bash", "zsh", "fish"}) {
    const Outcome outcome = squall({"completion", shell});
    EXPECT_EQ(outcome.code, 0);
    for (const Command* command : commands()) {
      EXPECT_THAT(outcome.out, testing::HasSubstr(std::string(command->name))) << shell;
    }
  }
  EXPECT_EQ(squall({"completion", "tcsh"}).code, 2);
}

}  // namespace
}  // namespace squall::harness
