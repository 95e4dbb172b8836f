#pragma once
// What a running proxy tells as it happens. Callable from any thread; the streams and the log outlive them.

#include <chrono>
#include <functional>
#include <iosfwd>
#include <string>

#include "harness/cli/line_log.h"
#include "harness/watch/drift_log.h"

namespace squall::harness {

// A line for each reason, once, since every connection may have the same.
std::function<void(const std::string&)> trouble_to(std::ostream& err);
// A line for each cause of drift, in words or as JSON.
std::function<void(const Drift&)> drift_lines_to(std::ostream& err);
std::function<void(const Drift&)> drift_events_to(LineLog& log, std::chrono::system_clock::time_point origin);
// JSON: the log's reader was too slow for so many lines.
std::string lost_event(std::uint64_t lines);

}  // namespace squall::harness
