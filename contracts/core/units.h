#pragma once
// The notations of the system file and the command line: `250ms`, `64KiB`, `5%`, `50/s`, `10 calls`.
// Every parser takes the whole text and says in its error what was expected. Formatters give the shortest exact
// notation.

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "contracts/core/result.h"

namespace squall::contracts {

using Duration = std::chrono::nanoseconds;

Result<Duration> parse_duration(
    std::string_view text);  // 1h 2m 3s 250ms 10us 5ns, decimals ("1.5s"), combined ("1m30s")
Result<std::uint64_t> parse_size(std::string_view text);  // bytes: 10, 10B, 64KiB, 5MB, 1GiB
Result<double> parse_share(std::string_view text);        // 0..1: "5%", "0.05"
Result<double> parse_rate(std::string_view text);         // per second: "50/s", "3000/min"
std::string format_duration(Duration duration);           // "498ms", "1.5s", "2m"
std::string format_size(std::uint64_t bytes);

}  // namespace squall::contracts
