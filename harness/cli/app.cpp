#include "harness/cli/app.h"

#include <CLI/CLI.hpp>

namespace squall::harness {

CommandApp::CommandApp() = default;
CommandApp::CommandApp(CommandApp&&) noexcept = default;
CommandApp::~CommandApp() = default;

namespace {

constexpr const char* about =
    "Proves from outside that a system of microservices keeps its contracts, in calm weather and in a storm.";

constexpr const char* footer =
    R"(Exit codes: 0 all held, 1 something failed, 2 usage or malformed input, 3 could not run or inconclusive,
70 a bug of Squall, 130 and 143 interrupted (after full teardown).

First steps:
  squall init                              write a first squall.yaml from the contracts found here
  squall check squall.yaml                 is it well formed?
  squall run squall.yaml --plan            what would be done, and what may be disturbed?
  squall run squall.yaml                   do it

'squall COMMAND --help' says more about a command.)";

}  // namespace

CommandApp make_app() {
  CommandApp result;
  result.app = std::make_unique<CLI::App>(about, "squall");
  CLI::App& app = *result.app;
  app.set_help_flag("-h,--help", "Print this help and exit");
  app.set_version_flag("--version", std::string("squall ") + SQUALL_VERSION, "Print the version and exit");
  app.footer(footer);
  app.require_subcommand(0, 1);
  for (const Command* command : commands()) {
    CLI::App* sub = app.add_subcommand(std::string(command->name), std::string(command->summary));
    sub->set_help_flag("-h,--help", "Print this help and exit");
    sub->footer(std::string(command->details));
    result.actions.emplace_back(sub, command->declare(*sub));
  }
  return result;
}

}  // namespace squall::harness
