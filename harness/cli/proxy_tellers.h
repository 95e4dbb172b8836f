#pragma once
// What a running proxy tells as it happens. Callable from any thread; the streams and the mutex outlive them.

#include <chrono>
#include <functional>
#include <iosfwd>
#include <mutex>
#include <string>

#include "harness/watch/drift_log.h"

namespace squall::harness {

// A line for each reason, once, since every connection may have the same.
std::function<void(const std::string&)> trouble_to(std::ostream& err);
// A line for each cause of drift, in words or as JSON. The mutex guards what else is written there.
std::function<void(const Drift&)> drift_lines_to(std::ostream& err, std::mutex& mutex);
std::function<void(const Drift&)> drift_events_to(std::ostream& out, std::mutex& mutex,
                                                  std::chrono::system_clock::time_point origin);

}  // namespace squall::harness
