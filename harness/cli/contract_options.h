#pragma once
// --overlay and --allow-remote, for every command that is given a contract.

#include <memory>
#include <string>
#include <vector>

#include "contracts/openapi/contract.h"
#include "harness/cli/command.h"

namespace squall::harness {

struct ContractOptions {
  std::vector<std::string> overlays;
  bool allow_remote = false;
};

std::shared_ptr<ContractOptions> declare_contract_options(CLI::App& app);
// --allow-remote alone, where the system file names the overlays.
void declare_allow_remote(CLI::App& app, bool& allow_remote);
contracts::openapi::LoadOptions load_options(const ContractOptions& options);

}  // namespace squall::harness
