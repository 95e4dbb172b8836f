#pragma once
// The paths that Pact's matching rules and generators are written for: $.a.b, $['a b'][0], $.list[*].*, $.a['@id'],
// $.a['#text'] (Pact specification v2 and later, "Matching rules"). A subset of JSONPath with weights of its own.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "contracts/core/result.h"

namespace squall::contracts::pact {

struct PathStep {
  enum class Kind : std::uint8_t { field, index, any_field, any_index };
  Kind kind = Kind::field;
  std::string name;       // of a field
  std::size_t index = 0;  // of an element
  bool operator==(const PathStep&) const = default;
};

// One step down from the root of a value that is being compared; elements have their index as text.
struct PathPart {
  std::string_view name;
  bool is_index = false;
};

// How well an expression fits a path. Higher weight wins, then the longer expression (specification, v2).
struct PathFit {
  std::uint64_t weight = 0;  // 0: it does not fit; a step that is named counts 2, a wildcard 1, all multiplied
  std::size_t steps = 0;
  auto operator<=>(const PathFit&) const = default;
  explicit operator bool() const { return weight > 0; }
};

class PathExpression {
 public:
  PathExpression() = default;  // "$"
  explicit PathExpression(std::vector<PathStep> steps) : steps_(std::move(steps)) {}
  // "$" and what follows. Errors: malformed, with what was expected at which character.
  static Result<PathExpression> parse(std::string_view text);

  const std::vector<PathStep>& steps() const { return steps_; }
  // The expression fits the path, or one above it: rules hold for all below, too.
  PathFit fit(std::span<const PathPart> path) const;
  bool operator==(const PathExpression&) const = default;

 private:
  std::vector<PathStep> steps_;
};

std::string to_string(const PathExpression& path);

}  // namespace squall::contracts::pact
