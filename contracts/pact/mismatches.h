#pragma once
// Collects in what a message departs from its pact. Internal to this room.

#include <algorithm>
#include <string>
#include <vector>

#include "contracts/core/violation.h"

namespace squall::contracts::pact {

class Mismatches {
 public:
  // `side` begins every rule: "pact.request", "pact.response", "pact.message".
  explicit Mismatches(std::string side) : side_(std::move(side)) {}

  // `part` ends the rule ("body"), `where` says which one ("header.Accept"), `keyword` names the matcher.
  void add(std::string_view part, std::string where, std::string keyword, std::string pointer, std::string message,
           Location location) {
    if (list_.size() >= kMost) return;
    list_.push_back({side_ + "." + std::string(part), std::move(keyword), std::move(where), std::move(pointer),
                     std::move(message), std::move(location)});
  }
  void append(std::vector<Violation> others) {
    for (Violation& one : others) {
      if (list_.size() < kMost) list_.push_back(std::move(one));
    }
  }
  bool speaks_of(std::string_view part) const {
    return std::any_of(list_.begin(), list_.end(), [part](const Violation& one) { return one.where == part; });
  }
  bool empty() const { return list_.empty(); }
  std::size_t size() const { return list_.size(); }
  const std::string& side() const { return side_; }
  std::vector<Violation> take() { return std::move(list_); }

 private:
  static constexpr std::size_t kMost = 100;
  std::string side_;
  std::vector<Violation> list_;
};

}  // namespace squall::contracts::pact
