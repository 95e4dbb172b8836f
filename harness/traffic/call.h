#pragma once
// How an Answer becomes a Call of the timeline. Internal to this room.

#include "chaos/timeline/timeline.h"
#include "harness/traffic/client.h"

namespace squall::harness {

// A call that is about to be sent; adds a traceparent to the request unless it has one.
chaos::Call begin_call(chaos::Timeline& timeline, const std::string& purpose, const std::string& base_url,
                       contracts::http::Request& request, std::uint64_t seed, std::uint64_t index,
                       bool add_traceparent);
// Fills in what came of it. The response stays with the answer.
void end_call(chaos::Call& call, const Answer& answer, chaos::Instant now);

}  // namespace squall::harness
