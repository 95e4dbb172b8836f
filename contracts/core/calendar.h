#pragma once
// Moments as people and machines write them.

#include <chrono>
#include <string>

namespace squall::contracts {

// RFC 3339, in UTC, to the millisecond: "2026-03-14T09:15:00.042Z".
std::string calendar_text(std::chrono::system_clock::time_point time);

}  // namespace squall::contracts
