#pragma once
// The classes that the matcher statusCode names (Pact specification v4).

#include <span>
#include <string_view>

namespace squall::contracts::pact {

struct StatusClass {
  std::string_view name;
  int first, last;
};

inline constexpr StatusClass kStatusClasses[] = {
    {"info", 100, 199},        {"success", 200, 299},  {"redirect", 300, 399}, {"clientError", 400, 499},
    {"serverError", 500, 599}, {"nonError", 100, 399}, {"error", 400, 599},
};

constexpr const StatusClass* find_status_class(std::string_view name) {
  for (const StatusClass& one : kStatusClasses) {
    if (one.name == name) return &one;
  }
  return nullptr;
}

}  // namespace squall::contracts::pact
