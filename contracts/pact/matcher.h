#pragma once
// What a matching rule asks of one value. The kinds stand in a table (registry.cpp): a new one is a row, a function and
// a test row. Pact specification v2 ("match"), v3 and v4 (section "Supported Matching Rules").

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "contracts/core/error.h"
#include "contracts/core/node.h"
#include "contracts/pact/path_expression.h"

namespace squall::contracts::schema {
class Pattern;
}

namespace squall::contracts::pact {

enum class MatcherKind : std::uint8_t {
  equality,
  regex,
  type,  // with `min` and `max`, of items
  include,
  integer,
  decimal,
  number,
  boolean,
  null_value,
  date_time,  // date, time, timestamp, datetime: told apart by their format only
  content_type,
  values,
  array_contains,
  each_key,
  each_value,
  status_code,
  not_empty,
  semver
};

struct Rule;

// One of the items that array_contains asks for: the example's item at `index`, by rules of its own.
struct Variant {
  std::size_t index = 0;
  std::vector<Rule> rules;  // from the item as "$"
};

struct Matcher {
  MatcherKind kind = MatcherKind::equality;
  std::string name;                                // as written: "timestamp"
  std::optional<std::size_t> min, max;             // items
  std::string text;                                // regex, what is included, a format, a media type, a status class
  std::shared_ptr<const schema::Pattern> pattern;  // of regex; matches the whole text
  std::vector<int> statuses;                       // of status_code, when no class is named
  std::vector<Variant> variants;
  std::vector<Matcher> nested;  // of each_key and each_value
};

// The matchers for what a path leads to.
struct Rule {
  PathExpression path;
  std::vector<Matcher> matchers;
  bool any = false;  // "combine": "OR"; else all must hold
  Location location;
};
using Rules = std::vector<Rule>;

// A value that is held against another: a JSON node, or text from anywhere else. Valid as long as what it was made of.
struct Operand {
  const Node* node = nullptr;
  std::string_view text = {};
  Kind kind() const { return node != nullptr ? node->kind() : Kind::string; }
};
std::string text_of(const Operand& operand);  // strings and numbers as they are, everything else as JSON
std::string shown(const Operand& operand);    // for messages: as JSON, 80 bytes at most

struct MatcherType {
  std::string_view name;  // of "match"
  MatcherKind kind;
  std::string_view argument;  // the member it must bring ("regex"); "" when none
  // What is wrong with `actual`, as "must be ..., is ..."; "" when it holds. nullptr: it speaks of the items or members
  // of its value, and stands in json_body.cpp.
  std::string (*problem)(const Matcher& matcher, const Operand& expected, const Operand& actual);
};

std::span<const MatcherType> matcher_types();
const MatcherType& type_of(const Matcher& matcher);
// What is wrong, by one matcher; kinds that speak of items and members hold.
std::string problem_with(const Matcher& matcher, const Operand& expected, const Operand& actual);
std::string problem_by_equality(const Operand& expected, const Operand& actual);

// The rule for a path: the one with the greatest weight, the longer of two; nullptr when none speaks of it.
struct Selected {
  const Rule* rule = nullptr;
  bool cascaded = false;  // it was written for something above
  explicit operator bool() const { return rule != nullptr; }
};
Selected select(const Rules& rules, std::span<const PathPart> path);
bool has(const Rule& rule, MatcherKind kind);

}  // namespace squall::contracts::pact
