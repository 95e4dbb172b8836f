#pragma once
// Whether a client asks a stub for a certain answer.

#include "contracts/http/message.h"

namespace squall::harness {

// In Prefer (`code`, `example`, `dynamic`), or by `?__code` and the like where they may stand `in_query`; be it in a
// way that makes no sense.
bool prefers_an_answer(const contracts::http::Request& request, bool in_query);

}  // namespace squall::harness
