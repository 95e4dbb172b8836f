#pragma once
// The names of the verification phases, as the system file knows them; harness/verify implements each.

#include <array>
#include <string_view>

namespace squall::harness {

inline constexpr std::array<std::string_view, 7> verification_phases = {"examples", "coverage", "fuzz",    "stateful",
                                                                        "security", "negative", "protocol"};

}  // namespace squall::harness
