#pragma once
// Requests as what reads their bodies wants them.

#include <optional>

#include "contracts/http/message.h"

namespace squall::harness {

// The request with the codings of its body (gzip, deflate) undone; nullopt where it has none, or they cannot be undone.
std::optional<contracts::http::Request> without_codings(const contracts::http::Request& request);

}  // namespace squall::harness
