#pragma once
// Text that matches a pattern.

#include <optional>
#include <string>
#include <string_view>

#include "contracts/core/random.h"

namespace squall::contracts::schema {

enum class Taste {
  usual,   // letters and digits where they are allowed
  unusual  // anything the pattern allows: the ends of its ranges, punctuation, characters beyond ASCII, optional parts
};

// A string made along the pattern; repetitions without an upper end go up to `stretch` beyond their lower one.
// Assertions (look-arounds, \b) are not obeyed, so the caller checks the result. nullopt: the pattern is too intricate.
std::optional<std::string> sample_pattern(std::string_view pattern, Random& random, std::size_t stretch,
                                          Taste taste = Taste::usual);

}  // namespace squall::contracts::schema
