#pragma once
// What `squall stub` does beyond its contract's own answers: the options, and what they put before a stub.

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "contracts/core/result.h"
#include "harness/stub/stub.h"
#include "harness/stub_callbacks/stub_calls.h"
#include "harness/stub_control/stub_api.h"

namespace CLI {
class App;
}

namespace squall::harness {

struct BehaviourOptions {
  bool stateful = false;
  std::vector<std::string> rules;  // FILE, or CONTRACT=FILE
  std::string control;             // HOST:PORT; "" for none
  std::string record;              // the provider's URL; "" for none
  std::string record_to;
  bool fault_header = false;
  bool tls = false;  // stubs are served over TLS
};
std::shared_ptr<BehaviourOptions> declare_behaviour(CLI::App& app);

// The file of rules of one contract among so many, of several the one that names it; "" for none. Errors (usage): two.
contracts::Result<std::string> rules_of(const BehaviourOptions& options, const std::string& contract,
                                        std::size_t contracts);

// Lives as long as the stub is served.
class StubBehaviour {
 public:
  using Errors = std::vector<contracts::Error>;

  struct Of {
    std::shared_ptr<const contracts::match::Router> router;
    std::string rules;                            // a file; "" for none
    std::shared_ptr<Journal> journal;             // null: nobody asks
    std::shared_ptr<const StubCalls> calls;       // what it sends by itself; not null
    std::function<void(const std::string&)> say;  // gets a line of what happens while recording
  };

  // Puts what was asked for before the stub of one contract: wishes for callbacks, rules, then what it remembers; and
  // callbacks and a journal after it. `options.seed` must be set. Errors: every mistake in the
  // rules, a file that cannot be recorded to.
  static tl::expected<std::unique_ptr<StubBehaviour>, Errors> add(const BehaviourOptions& wanted, const Of& of,
                                                                  StubOptions& options);
  ~StubBehaviour();

  // What the control API says of it; null without a journal.
  std::shared_ptr<StubApi> api() const;
  // When nothing is served any more: writes what was recorded, and says so. Errors: io.
  contracts::Status finish();

 private:
  struct Parts;
  explicit StubBehaviour(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

// Workers that a stub needs: calls of a provider that is recorded block them.
unsigned workers_for(const BehaviourOptions& options, unsigned wanted);

}  // namespace squall::harness
