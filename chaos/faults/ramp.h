#pragma once
// Ramp: a value that may change linearly over a time: "10ms -> 800ms over 30s". One that does not is a ramp as well.

#include <chrono>
#include <functional>
#include <string_view>

#include "contracts/core/result.h"

namespace squall::chaos {

struct Ramp {
  double from = 0;  // nanoseconds, bytes per second, or a share
  double to = 0;
  std::chrono::nanoseconds over{0};

  // `active`: since the fault was added. After `over` it is `to`.
  double at(std::chrono::nanoseconds active) const;
  std::chrono::nanoseconds time_at(std::chrono::nanoseconds active) const;  // of a duration
  bool always(double value) const { return from == value && to == value; }
  bool operator==(const Ramp&) const = default;
};

// `read_value` reads either end. Errors: usage.
contracts::Result<Ramp> parse_ramp(std::string_view text,
                                   const std::function<contracts::Result<double>(std::string_view)>& read_value);

}  // namespace squall::chaos
