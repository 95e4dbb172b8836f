#pragma once
// The CLI11 application of all commands. Only command_line.cpp and completion.cpp look inside.

#include <memory>
#include <utility>
#include <vector>

#include "harness/cli/command.h"

namespace squall::harness {

struct CommandApp {
  std::unique_ptr<CLI::App> app;
  std::vector<std::pair<CLI::App*, Action>> actions;  // in the order of the registry
  CommandApp();
  CommandApp(CommandApp&&) noexcept;
  ~CommandApp();
};

CommandApp make_app();
// Usage, the command's summary, arguments, options, details: the text of `squall COMMAND --help`.
std::string help_text(const CLI::App& app);

}  // namespace squall::harness
