#pragma once
// What `squall stub` does beyond its contract's own answers: the options, what they put before a stub, its control API.

#include <memory>
#include <string>
#include <vector>

#include "contracts/core/result.h"
#include "harness/stub/stub.h"

namespace CLI {
class App;
}

namespace squall::harness {

struct BehaviourOptions {
  bool stateful = false;
  std::string rules;    // a file; "" for none
  std::string control;  // HOST:PORT; "" for none
};
std::shared_ptr<BehaviourOptions> declare_behaviour(CLI::App& app);

// Lives as long as the stub is served; destroying it closes the control API.
class StubBehaviour {
 public:
  using Errors = std::vector<contracts::Error>;

  // Puts what was asked for before the stub of one contract: rules, then what it remembers; and a journal after it.
  // `options.seed` and `options.observe` must be set. Errors: every mistake in the rules.
  static tl::expected<std::unique_ptr<StubBehaviour>, Errors> add(
      const BehaviourOptions& wanted, const std::shared_ptr<const contracts::match::Router>& router,
      StubOptions& options);
  ~StubBehaviour();

  // Serves the control API, where one was asked for. After signals are watched. Errors: usage, unavailable.
  contracts::Status open_control();
  std::string control() const;  // its URL; "" without one

 private:
  struct Parts;
  explicit StubBehaviour(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace squall::harness
