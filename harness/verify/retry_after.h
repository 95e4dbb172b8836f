#pragma once
// Retry-After (RFC 9110, section 10.2.3).

#include <chrono>
#include <optional>
#include <string_view>

namespace squall::harness {

// How long to wait: a number of seconds, or an HTTP-date in any of its three forms (section 5.6.7), seen from `now`; a
// date that is over means no time. nullopt when it is neither.
std::optional<std::chrono::seconds> parse_retry_after(std::string_view text, std::chrono::sys_seconds now);

}  // namespace squall::harness
