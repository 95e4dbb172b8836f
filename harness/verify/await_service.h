#pragma once
// --wait: until the service answers.

#include <functional>

#include "contracts/core/result.h"
#include "harness/traffic/client.h"
#include "harness/verify/clock.h"

namespace squall::harness {

// Asks again and again until there is an answer that does not come from a gateway before it (502, 503, 504). Errors
// (unavailable): what was seen last, or that it was interrupted.
contracts::Status await_service(const std::function<Answer()>& ask, std::chrono::nanoseconds patience,
                                const Clock& clock, const std::stop_token& stop);

}  // namespace squall::harness
