#pragma once
// Answers that faults make: the parameters status, body, content_type and headers.

#include "chaos/faults/parameters.h"
#include "contracts/core/result.h"
#include "contracts/http/message.h"

namespace squall::chaos {

// A status from 200 to 599, or none given.
contracts::Status check_answer(const Parameters& given);
contracts::http::Response answer_of(const Parameters& given);

}  // namespace squall::chaos
