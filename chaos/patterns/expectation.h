#pragma once
// Reading the expectation objects of the system file: {at_most: 1s, backoff: exponential}. Members that are absent or
// malformed are nullopt: the system file's own check has reported those.

#include <optional>
#include <string>
#include <string_view>

#include "chaos/timeline/records.h"
#include "contracts/core/value.h"

namespace squall::chaos {

std::optional<Duration> duration_in(const contracts::Value& expectation, std::string_view member);
std::optional<std::uint64_t> count_in(const contracts::Value& expectation,
                                      std::string_view member);                                // 10 or "10 calls"
std::optional<double> rate_in(const contracts::Value& expectation, std::string_view member);   // per second
std::optional<double> share_in(const contracts::Value& expectation, std::string_view member);  // 0.05
std::optional<std::string> text_in(const contracts::Value& expectation, std::string_view member);
std::optional<bool> flag_in(const contracts::Value& expectation, std::string_view member);

}  // namespace squall::chaos
