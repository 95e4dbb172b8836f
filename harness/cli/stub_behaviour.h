#pragma once
// What `squall stub` does beyond its contract's own answers: the options, and what they put before a stub.

#include <memory>

#include "harness/stub/stub.h"

namespace CLI {
class App;
}

namespace squall::harness {

struct BehaviourOptions {
  bool stateful = false;
};
std::shared_ptr<BehaviourOptions> declare_behaviour(CLI::App& app);

// Puts what was asked for before the stub of one contract. `options.seed` must be known.
void add_behaviour(const BehaviourOptions& wanted, const std::shared_ptr<const contracts::match::Router>& router,
                   StubOptions& options);

}  // namespace squall::harness
