#pragma once

#include <string>

namespace squall::harness {

// As a person would write it from here: relative when that is shorter. What is on the network stays as it is.
std::string shown_path(const std::string& path);

}  // namespace squall::harness
