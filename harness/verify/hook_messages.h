#pragma once
// Messages as the hook's protocol writes them. Internal to the hook.

#include "contracts/core/value.h"
#include "contracts/match/message_generator.h"
#include "harness/verify/verify.h"

namespace squall::harness {

contracts::Object operation_members(const contracts::openapi::Operation& operation);
// The operation, what is expected, and the request as it is now.
contracts::Object request_members(const contracts::match::RequestCase& request_case, Expected expected,
                                  const contracts::http::Request& request);
contracts::Value answer_value(const Answer& answer);

}  // namespace squall::harness
