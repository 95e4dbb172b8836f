#pragma once
// The journal: attempts as JSON, for GET /journal and --log json.

#include <chrono>
#include <string>
#include <vector>

#include "chaos/timeline/timeline.h"

namespace squall::chaos::toxiproxy {

// One line of JSON without a line end. `origin` is when the timeline began, by the calendar.
std::string journal_entry(const Attempt& attempt, std::chrono::system_clock::time_point origin);
// An array, newest last; those under way have no `duration_ms`.
std::string journal(const std::vector<Attempt>& attempts, std::chrono::system_clock::time_point origin);
std::chrono::system_clock::time_point calendar_origin(const Timeline& timeline);

}  // namespace squall::chaos::toxiproxy
