#pragma once
// Provider states: what must be so before an interaction is asked for ("an order exists"). Somebody else makes it so: a
// URL, or a program. Not thread-safe.

#include <memory>
#include <stop_token>
#include <string>

#include "contracts/pact/pact.h"
#include "harness/traffic/client.h"

namespace squall::harness {

struct StateChange {
  std::string consumer;
  contracts::pact::ProviderState state;
  bool teardown = false;
};

class ProviderStates {
 public:
  virtual ~ProviderStates() = default;
  // An object of values that the interaction's requests may need (the generator ProviderState). Errors (unavailable):
  // it could not be made so, in the words of whoever was asked.
  virtual contracts::Result<contracts::Value> change(const StateChange& change, std::stop_token stop) = 0;
};

// Posts {"consumer", "state", "params", "action": "setup" or "teardown"} as Pact's own verifiers do; a status below 300
// means that it is so, an object in the answer's body is the values.
std::unique_ptr<ProviderStates> states_by_url(std::string url, Client& client, SendOptions options);
// Runs the command in a shell once and talks to it in lines of JSON: the same object goes out, and one line comes back:
// {}, {"values": {...}} or {"error": "..."}. Start it on a thread that lives as long. Errors: io.
contracts::Result<std::unique_ptr<ProviderStates>> states_by_command(const std::string& command,
                                                                     std::chrono::milliseconds patience);

}  // namespace squall::harness
