#include "harness/run/identity.h"

#include <fmt/format.h>
#include <unistd.h>

#include <ctime>

#include "contracts/core/random.h"

namespace squall::harness {

std::string now_utc() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  gmtime_r(&now, &parts);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday,
                     parts.tm_hour, parts.tm_min, parts.tm_sec);
}

std::string run_id(const std::string& started_at, const std::string& name, std::uint64_t seed) {
  return fmt::format("{:016x}", contracts::stable_hash(fmt::format("{} {} {} {}", started_at, name, seed, getpid())));
}

}  // namespace squall::harness
