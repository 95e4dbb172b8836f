#pragma once
// Prepared: a verification with everything checked that can be checked before the service runs.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "contracts/match/router.h"
#include "harness/system/verify_spec.h"
#include "harness/verify/given_values.h"
#include "harness/verify/operation_filter.h"

namespace squall::harness {

struct Prepared {
  VerifySpec spec;
  std::shared_ptr<const contracts::match::Router> router;
  Operations left_out;
  std::optional<GivenValues> given;

  // What --plan says of it: "3 of 12 operations, 4 workers, at most 50/s"; "" when it is everything at full speed.
  std::string scope() const;
};

// Errors (usage), each located: operations, schemes and parameters that the contract does not know, credentials that
// do not fit.
tl::expected<Prepared, std::vector<contracts::Error>> prepare(const VerifySpec& spec,
                                                              std::shared_ptr<const contracts::match::Router> router);

}  // namespace squall::harness
