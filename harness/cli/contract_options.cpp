#include "harness/cli/contract_options.h"

#include <CLI/CLI.hpp>

#include "harness/traffic/remote_documents.h"

namespace squall::harness {

std::shared_ptr<ContractOptions> declare_contract_options(CLI::App& app) {
  auto options = std::make_shared<ContractOptions>();
  app.add_option("--overlay", options->overlays,
                 "An OpenAPI Overlay applied to the contract; may be given several times")
      ->type_name("FILE")
      ->allow_extra_args(false);
  declare_allow_remote(app, options->allow_remote);
  return options;
}

void declare_allow_remote(CLI::App& app, bool& allow_remote) {
  app.add_flag("--allow-remote", allow_remote, "Take contracts, and what they refer to, from the network");
}

contracts::openapi::LoadOptions load_options(const ContractOptions& options) {
  contracts::openapi::LoadOptions load;
  load.overlays = options.overlays;
  if (options.allow_remote) load.fetch = remote_documents();
  return load;
}

}  // namespace squall::harness
