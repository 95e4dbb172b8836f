#pragma once
// What a stub that remembers answers: what was posted is read, listed, changed and deleted, as its contract declares.
//
// Every answer is made from what is remembered and then held to the contract; one that cannot be made valid is left to
// the contract's own answer, and a note says so. In the beginning there is what the contract gives as examples.

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "contracts/http/message.h"
#include "contracts/match/router.h"
#include "harness/stub_state/collections.h"
#include "harness/stub_state/state_options.h"
#include "harness/stub_state/store.h"

namespace squall::harness {

struct StateAnswer {
  std::optional<contracts::http::Response> response;  // nullopt: as without memory
  std::string note;  // "made /orders/7", "there is no /orders/8", "cannot be told by the contract: ..."; "" for nothing
};

// Thread-safe: one request after the other.
class StateAnswers {
 public:
  StateAnswers(std::shared_ptr<const contracts::match::Router> router, std::uint64_t seed, StateOptions options = {});
  StateAnswers(const StateAnswers&) = delete;
  StateAnswers& operator=(const StateAnswers&) = delete;

  // A request that was judged and routed by this contract, and asks for no certain answer of it (remembering.h).
  StateAnswer answer(const contracts::http::Request& request, const contracts::match::Route& route);

  void reset();  // to the examples; snapshots stay
  contracts::Status keep(const std::string& snapshot);
  contracts::Status bring_back(const std::string& snapshot);
  bool forget(const std::string& snapshot);
  std::vector<std::string> snapshots() const;
  // {"/orders": [{"id": .., "scope": [..], "value": {..}}]}
  contracts::Value contents() const;

 private:
  void put_examples();

  const std::shared_ptr<const contracts::match::Router> router_;
  const std::uint64_t seed_;
  const StateOptions options_;
  const std::vector<Collection> collections_;
  mutable std::mutex mutex_;
  Store store_;
};

}  // namespace squall::harness
