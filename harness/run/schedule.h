#pragma once
// Which checks may run at the same time, and when each begins: in their order, but one begins as soon as nothing that
// runs, and nothing before it that still waits, would disturb it.

#include <chrono>
#include <cstddef>
#include <functional>
#include <vector>

#include "harness/check/check.h"

namespace squall::harness {

// Two footprints disturb each other when they share an edge or a service, or one of them is alone.
bool disturb(const Footprint& a, const Footprint& b);

inline constexpr std::size_t most_side_by_side = 4;

// How long jobs of these lengths take, so scheduled.
Duration makespan(const std::vector<Footprint>& footprints, const std::vector<Duration>& lengths);

// Runs them, each on a thread of its own when others run; returns when all have ended. An exception ends the program:
// `run` catches its own.
void run_scheduled(const std::vector<Footprint>& footprints, const std::function<void(std::size_t)>& run);

}  // namespace squall::harness
