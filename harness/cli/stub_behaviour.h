#pragma once
// What `squall stub` does beyond its contract's own answers: the options, what they put before a stub, its control API.

#include <functional>
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
  std::string record;   // the provider's URL; "" for none
  std::string record_to;
  bool fault_header = false;
};
std::shared_ptr<BehaviourOptions> declare_behaviour(CLI::App& app);

// Lives as long as the stub is served; destroying it closes the control API.
class StubBehaviour {
 public:
  using Errors = std::vector<contracts::Error>;

  // Puts what was asked for before the stub of one contract: rules, then what it remembers; and a journal after it.
  // `options.seed` and `options.observe` must be set. `say` gets a line of what happens while recording. Errors: every
  // mistake in the rules, a file that cannot be recorded to.
  static tl::expected<std::unique_ptr<StubBehaviour>, Errors> add(
      const BehaviourOptions& wanted, const std::shared_ptr<const contracts::match::Router>& router,
      StubOptions& options, std::function<void(const std::string&)> say);
  ~StubBehaviour();

  // Serves the control API, where one was asked for. After signals are watched. Errors: usage, unavailable.
  contracts::Status open_control();
  std::string control() const;  // its URL; "" without one
  // Workers that the stub needs: calls of a provider that is recorded block them.
  unsigned workers(unsigned wanted) const;
  // When nothing is served any more: writes what was recorded, and says so. Errors: io.
  contracts::Status finish();

 private:
  struct Parts;
  explicit StubBehaviour(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace squall::harness
