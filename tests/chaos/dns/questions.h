#pragma once
// Queries as a resolver writes them.

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

namespace squall::tests {

inline std::string question(std::string_view name, std::uint16_t type, std::uint16_t id = 1, std::uint16_t klass = 1) {
  const auto two = [](std::uint16_t number) {
    return std::string{static_cast<char>(number >> 8), static_cast<char>(number & 0xff)};
  };
  std::string bytes = two(id) + two(0x0100) + two(1) + two(0) + two(0) + two(0);
  while (!name.empty()) {
    const auto label = name.substr(0, name.find('.'));
    bytes += static_cast<char>(label.size());
    bytes += label;
    name.remove_prefix(std::min(name.size(), label.size() + 1));
  }
  return bytes + '\0' + two(type) + two(klass);
}

}  // namespace squall::tests
