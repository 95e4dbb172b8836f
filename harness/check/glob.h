#pragma once
// Patterns with * (any text, also none) and ? (one byte).

#include <string_view>

namespace squall::harness {

bool glob(std::string_view pattern, std::string_view text);

}  // namespace squall::harness
