#pragma once
// What values of options must be, as checks of CLI11: "" where they are, else what is wrong. Pure.

#include <string>

namespace squall::harness {

// A whole number from 0 to 2^64 - 1. (CLI11 itself takes -1, and what is too large, for the largest one.)
std::string is_seed(const std::string& text);
// A whole number of at least 1.
std::string is_count(const std::string& text);
std::string is_duration(const std::string& text);

}  // namespace squall::harness
