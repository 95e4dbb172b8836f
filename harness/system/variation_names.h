#pragma once
// The names of the variations of answers, as the system file knows them; harness/variation implements each.

#include <array>
#include <string_view>

namespace squall::harness {

inline constexpr std::array<std::string_view, 19> variation_names = {
    "order",   "layout", "decimal",   "absent",  "added",       "null",        "empty",
    "full",    "enum",   "open-enum", "status",  "no-header",   "header-case", "charset",
    "chunked", "slow",   "shortest",  "longest", "error-status"};

}  // namespace squall::harness
