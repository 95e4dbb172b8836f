#pragma once
// The run's moments as RFC 3339 writes them, in UTC.

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace squall::reports {

using UtcTime = std::chrono::sys_time<std::chrono::milliseconds>;

// "2026-03-14T09:15:00Z", a fraction of a second allowed; nullopt for anything else.
std::optional<UtcTime> utc_time(std::string_view text);
// "2026-03-14T09:15:00.250Z".
std::string utc_text(UtcTime time);

}  // namespace squall::reports
