#pragma once
// The options of `squall verify` that are about pacts.

#include <memory>
#include <string>

#include "harness/cli/command.h"

namespace squall::harness {

struct PactOptions {
  std::string states_url;      // "" for none
  std::string states_command;  // "" for none
  bool teardown = false;
  std::string messages_url;  // "" for the provider's
};

std::shared_ptr<PactOptions> declare_pact_options(CLI::App& app);

}  // namespace squall::harness
