#pragma once
// Answers that faults make: of the parameters status, body, content_type and headers, or of the provider's.

#include "chaos/faults/fault.h"
#include "chaos/faults/parameters.h"
#include "contracts/core/result.h"
#include "contracts/http/message.h"

namespace squall::chaos {

// A status from 200 to 599, or none given.
contracts::Status check_answer(const Parameters& given);
contracts::http::Response answer_of(const Parameters& given);
// The provider's own, to be given anew: framed by its length.
contracts::http::Response answer_of(const Message& message);

}  // namespace squall::chaos
