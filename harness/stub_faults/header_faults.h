#pragma once
// Faults that requests ask for themselves: `Squall-Fault: {abort: 503, every: 2}`.

#include <cstdint>
#include <memory>

#include "contracts/match/router.h"
#include "harness/stub/responder.h"

namespace squall::harness {

// Requests with the same text share one fault, so that its `first` and `every` count them and its `share` tells equal
// ones apart. Counts begin anew when more than 1,000 texts, or 1 MiB of them, were seen. One that cannot be read is a
// 400. `router` is kept until the answers went out.
ReplyChange faults_by_header(std::shared_ptr<const contracts::match::Router> router, std::uint64_t seed);

}  // namespace squall::harness
