#pragma once
// One answer held to what its service promised. Pure.

#include <optional>

#include "chaos/timeline/records.h"
#include "contracts/match/router.h"
#include "harness/explore/trial.h"
#include "harness/system/system_file.h"

namespace squall::harness {

// In contract, a declared outcome, in time. `router` is of the service that answered; null: only time and absence are
// judged.
std::optional<Breach> judge_answer(const chaos::Call& call, const contracts::match::Router* router, Duration within);

}  // namespace squall::harness
