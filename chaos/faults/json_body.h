#pragma once
// JSON bodies that faults read and write anew.

#include <optional>

#include "chaos/faults/fault.h"
#include "contracts/core/value.h"

namespace squall::chaos {

// By their Content-Type.
bool says_json(const contracts::http::Headers& headers);
// The body without its codings (gzip, deflate), where it is JSON.
std::optional<contracts::Value> json_of(const Message& message);
// The message with this body, in no coding.
Rewrite rewritten(std::string body);

}  // namespace squall::chaos
