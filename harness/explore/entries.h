#pragma once
// Entries: the requests that an exploration begins with.

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "contracts/match/router.h"
#include "harness/explore/trial.h"
#include "harness/system/system_file.h"

namespace squall::harness {

using EntryContracts = std::map<std::string, std::shared_ptr<const contracts::match::Router>>;  // by service

// Those of `explore`; else the stimuli of `resilience` and the loads of `experiments`, each once; else one for each
// example of the contract of the service that no edge leads to (where an operation has none, a generated request).
std::vector<Entry> entries_of(const System& system, const EntryContracts& contracts, std::uint64_t seed);

}  // namespace squall::harness
