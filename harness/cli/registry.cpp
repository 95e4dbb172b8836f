#include "harness/cli/registry.h"

#include <array>

#include "harness/cli/command.h"

namespace squall::harness {

namespace {

// In the order of `squall --help`.
constexpr std::array table = {
    &run_command,   &verify_command, &stub_command,    &issuer_command,     &consumer_command,
    &proxy_command, &toxic_command,  &profile_command, &explore_command,    &report_command,
    &check_command, &init_command,   &ca_command,      &completion_command,
};

}  // namespace

std::span<const Command* const> commands() {
  return table;
}

const Command* find_command(std::string_view name) {
  for (const Command* command : table) {
    if (command->name == name) return command;
  }
  return nullptr;
}

}  // namespace squall::harness
