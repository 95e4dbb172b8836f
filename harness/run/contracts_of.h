#pragma once
// The contracts that a system's services name, each loaded once.

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "contracts/match/router.h"
#include "harness/system/system_file.h"

namespace squall::harness {

using Routers = std::map<std::string, std::shared_ptr<const contracts::match::Router>>;  // by service

// Every error of every contract. `options` say how; the overlays are those of the services.
tl::expected<Routers, std::vector<contracts::Error>> load_contracts(
    const System& system, const contracts::openapi::LoadOptions& options = {});

}  // namespace squall::harness
