#pragma once
// Requests that refer to what earlier answers handed out (the id of an order that was just made): when the earlier
// requests are sent again, the later ones must refer to the new things. References are recognised by their value.

#include <span>

#include "harness/verify/step.h"

namespace squall::harness {

// A segment of the path, a value of the query or a string in the body is what the answer tells: a member's value, or
// the end of its Location. What is only in the body must be the provider's own: no string of what was `asked`.
bool refers_to(const contracts::http::Request& request, const contracts::http::Request& asked,
               const contracts::http::Response& answer);

// The request with references to the recorded answers replaced by what stands at the same place in the new ones. Both
// are in the order of sending, and of the same length.
contracts::http::Request rebound(const contracts::http::Request& request,
                                 std::span<const contracts::http::Response> recorded,
                                 std::span<const contracts::http::Response> now);

}  // namespace squall::harness
