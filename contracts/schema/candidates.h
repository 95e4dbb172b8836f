#pragma once
// What the parts of violations_of have in common.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "contracts/schema/violate.h"

namespace squall::contracts::schema {

class Candidates {
 public:
  void add(std::string_view keyword, Value value, std::string detail = {}, std::string below = {}) {
    found_.push_back(Violating{std::string(keyword), std::move(value), std::move(detail), std::move(below)});
  }
  std::vector<Violating> take() { return std::move(found_); }

 private:
  std::vector<Violating> found_;
};

constexpr std::uint64_t kMostElements = 2'000;  // of a list or an object that is made too long

// ASCII letters in the other case.
std::string other_case(std::string text);
void wrong_objects(const Constraints& constraints, const Value& valid, Candidates& out);
// A value of a discriminator's property that names no schema.
void unknown_tags(const Constraints& constraints, const Value& valid, Candidates& out);

}  // namespace squall::contracts::schema
