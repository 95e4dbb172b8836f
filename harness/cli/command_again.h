#pragma once
// The command line again, from the options as they were given: what replay commands print. Values from the environment
// stay ${env.NAME}.

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace squall::harness {

// "squall verify orders.yaml --url http://... --phase fuzz", each word quoted for a shell where it must be. Options
// whose long name is in `without` are left out.
std::string command_again(const CLI::App& app, const std::vector<std::string>& without);

}  // namespace squall::harness
