#include "harness/traffic/traceparent.h"

#include <fmt/format.h>

#include <algorithm>

#include "contracts/core/random.h"

namespace squall::harness {

TraceParent make_traceparent(std::uint64_t seed, std::string_view purpose, std::uint64_t index) {
  contracts::Random random(seed, "traffic.traceparent", purpose, index);
  const std::uint64_t high = random.next();
  const std::uint64_t low = random.next() | 1;  // an id of zeros only is invalid
  const std::uint64_t parent = random.next() | 1;
  TraceParent made;
  made.trace_id = fmt::format("{:016x}{:016x}", high, low);
  made.header = fmt::format("00-{}-{:016x}-01", made.trace_id, parent);
  return made;
}

std::string trace_id_of(std::string_view header) {
  constexpr std::size_t kAt = 3;
  constexpr std::size_t kDigits = 32;
  if (header.size() < kAt + kDigits + 1 || header[2] != '-' || header[kAt + kDigits] != '-') return {};
  const std::string_view id = header.substr(kAt, kDigits);
  const bool hex =
      std::all_of(id.begin(), id.end(), [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
  const bool zeros = std::all_of(id.begin(), id.end(), [](char c) { return c == '0'; });
  return hex && !zeros ? std::string(id) : std::string();
}

}  // namespace squall::harness
