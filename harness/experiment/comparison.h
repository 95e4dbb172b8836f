#pragma once
// Comparisons of the system file: ">= 99%", "<= 1s".

#include <string>

#include "harness/system/system_file.h"

namespace squall::harness {

bool holds(const Comparison& comparison, double value);
std::string share_text(double share);                     // "99.6 %"
std::string share_text(const Comparison& comparison);     // ">= 99 %"
std::string duration_text(double seconds);                // "412ms", rounded to what can be told apart
std::string duration_text(const Comparison& comparison);  // "<= 1s"

}  // namespace squall::harness
