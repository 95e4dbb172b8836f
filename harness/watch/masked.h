#pragma once
// An exchange off the wire without its secrets, fit to be shown. What traffic carries is nobody's to know: no system
// file names it, so it is found by its place and by what it is called (harness/check/secret_places.h).

#include <vector>

#include "chaos/proxy/engine.h"
#include "contracts/core/violation.h"
#include "harness/check/secret_places.h"

namespace squall::harness {

struct Masked {
  contracts::http::Request request;  // bodies are decoded, and left out where secrets could not be found in them
  contracts::http::Response response;
  contracts::Violation violation;  // without a message that tells one of them
  bool response_left_out = false;  // its body is told by its size only
};

// `cause`: what the exchange came of, whose secrets are hidden in it, too; may be null.
Masked masked(const chaos::Exchange& exchange, const contracts::Violation& violation, const SecretPlaces& places,
              const chaos::Exchange* cause = nullptr);
// All of them, each as masked() tells it. Bodies are looked at where there is one only.
std::vector<contracts::Violation> masked_violations(const contracts::http::Request& request,
                                                    const contracts::http::Response& response,
                                                    std::vector<contracts::Violation> violations,
                                                    const SecretPlaces& places);

}  // namespace squall::harness
