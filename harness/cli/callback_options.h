#pragma once
// The options of `squall stub` about what it sends by itself.

#include <memory>
#include <string>
#include <vector>

#include "contracts/core/result.h"
#include "harness/stub_callbacks/stub_calls.h"

namespace CLI {
class App;
}

namespace squall::harness {

struct CallbackOptions {
  std::string use = "asked";
  std::vector<std::string> hosts;
  std::string delay = "100ms";
};
std::shared_ptr<CallbackOptions> declare_callbacks(CLI::App& app);

// With a sender; without a log. Errors: usage.
contracts::Result<CallSettings> call_settings(const CallbackOptions& options);

}  // namespace squall::harness
