#pragma once
// What a JSONPath is parsed to. Only the json_path_*.cpp know it.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "contracts/core/document.h"
#include "contracts/openapi/json_path.h"

namespace squall::contracts::openapi {

struct PathCondition;

struct PathSelector {
  enum class Kind { name, wildcard, index, slice, filter };
  Kind kind = Kind::wildcard;
  std::string name;
  std::int64_t index = 0;
  std::optional<std::int64_t> start, end, step;
  std::unique_ptr<const PathCondition> filter;
};

struct PathSegment {
  bool descendant = false;
  std::vector<PathSelector> selectors;
};

struct JsonPath::Query {
  bool relative = false;  // begins with @
  std::vector<PathSegment> segments;

  // Selects at most one node, whatever the document (section 2.3.5.1).
  bool is_singular() const;
};

// A side of a comparison, or an argument: one of these.
struct PathOperand {
  enum class Function { none, length, count, match, search, value };
  std::shared_ptr<const Document> literal;
  std::unique_ptr<const JsonPath::Query> query;
  Function function = Function::none;
  std::vector<PathOperand> arguments;
};

struct PathCondition {
  enum class Kind { any, all, negation, compare, test };
  enum class Operator { equal, not_equal, less, less_equal, greater, greater_equal };
  Kind kind = Kind::test;
  std::vector<PathCondition> parts;  // any, all, negation
  Operator op = Operator::equal;
  PathOperand left, right;  // test: left alone
};

}  // namespace squall::contracts::openapi
