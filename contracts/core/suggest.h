#pragma once
// "did you mean ...?"

#include <span>
#include <string>
#include <string_view>

namespace squall::contracts {

// The candidate nearest to `word` by edit distance, or "" when none is near enough to be what was meant.
std::string nearest(std::string_view word, std::span<const std::string> candidates);

}  // namespace squall::contracts
