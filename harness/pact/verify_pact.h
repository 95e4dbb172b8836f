#pragma once
// Provider verification by a pact: each interaction's states are set up, its request is sent, the answer is held
// against what the consumer needs of it. Messages are asked for over HTTP, from a bridge that makes them: POST
// {"description", "providerStates"} is answered with the contents, their Content-Type, and the metadata as JSON in
// base64 in the header Pact-Message-Metadata.

#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>

#include "contracts/pact/pact.h"
#include "harness/pact/provider_states.h"
#include "harness/traffic/client.h"
#include "reports/model/run_report.h"

namespace squall::harness {

struct PactVerification {
  std::string id;                          // of the check
  std::string base_url;                    // "http://127.0.0.1:8080/v1"
  std::string messages_url;                // of the bridge
  contracts::http::Headers headers;        // sent with every request, in place of the pact's of the same name
  contracts::http::Headers shown_headers;  // what stands for their values in what is printed
  ProviderStates* states = nullptr;        // nullptr: nobody sets them up, which is noted
  bool teardown = false;
  SendOptions send;
  std::uint64_t seed = 0;
  contracts::pact::Moment now;                                      // what the dates of generators count from
  std::function<bool(const contracts::pact::Interaction&)> wanted;  // empty: all
  std::string replay;                                               // the command that does this again
  std::function<void(const std::string& text, double done)> progress;
  std::stop_token stop;
};

// Findings have rules "pact.*" and stand where the pact says what was not kept; those of pending interactions are
// warnings. Nothing asked for is inconclusive; a provider or a state that is not there is an error.
reports::Check verify_pact(const contracts::pact::Pact& pact, const PactVerification& verification, Client& client);

}  // namespace squall::harness
