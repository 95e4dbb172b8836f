#pragma once
// Commands that are given a contract take a Pact file as well. This tells which one it is.

#include <string>
#include <vector>

#include "contracts/core/result.h"

namespace CLI {
class App;
}

namespace squall::harness {

// False also when the file cannot be read or is no JSON: then whoever reads it as a contract says so.
bool is_pact_file(const std::string& path);
// Errors (usage): one of these options (long names) was given, which only a contract gives a meaning.
contracts::Status refuse_options_of_contracts(const CLI::App& app, const std::vector<std::string>& names,
                                              const std::string& file);

}  // namespace squall::harness
