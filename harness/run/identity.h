#pragma once
// What tells one run from another.

#include <cstdint>
#include <string>

namespace squall::harness {

std::string now_utc();  // RFC 3339: "2024-05-01T12:00:00Z"
std::string run_id(const std::string& started_at, const std::string& name, std::uint64_t seed);

}  // namespace squall::harness
