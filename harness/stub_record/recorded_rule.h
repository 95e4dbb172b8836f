#pragma once
// RecordedRule: one exchange with a provider as a rule that answers the same, without secrets. Internal to this room.

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "contracts/core/result.h"
#include "contracts/core/violation.h"
#include "contracts/http/message.h"
#include "harness/check/secret_places.h"

namespace squall::harness {

struct RecordedRule {
  std::string name;      // "GET /orders -> 200"
  std::string request;   // JSON: what must hold; the same text for requests that rules cannot tell apart
  std::string response;  // JSON; texts in it are no templates
  // Orders rules: whether the whole body must be equal, and how many conditions there are. Of two rules that match one
  // request, the greater is the one that asks for more.
  std::pair<bool, std::size_t> narrowness;
  std::vector<std::string> departures;  // of the answer from the contract, in words
  std::vector<std::string> left_out;    // what of the answer cannot be kept, in words
};

// `request` without the codings of its body. Errors (malformed): why no rule would answer the same.
contracts::Result<RecordedRule> recorded_rule(const contracts::http::Request& request,
                                              const contracts::http::Response& response,
                                              const std::vector<contracts::Violation>& off_contract,
                                              const SecretPlaces& places);

// Its item in a rules file (YAML). `once`: it answers once, then the next of its kind.
std::string item_of(const RecordedRule& rule, bool even_refused, bool once);

}  // namespace squall::harness
