#pragma once
// The run of a consumer's tests in calm weather: do they pass, and what did they ask? Internal to this room.

#include <cstdint>
#include <optional>

#include "harness/consumer/scene.h"

namespace squall::harness {

struct CalmRun {
  std::optional<CommandEnd> end;  // nullopt: it was not run, or was interrupted
  std::uint64_t answers = 0;      // that the stubs gave

  bool passed() const { return end && end->success; }
};

// Adds the check `command`, one `consumer/NAME` for each provider, the usage and the pacts. Errors: the command cannot
// be started (unavailable).
contracts::Result<CalmRun> run_calm(ConsumerScene& scene);

}  // namespace squall::harness
