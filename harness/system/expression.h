#pragma once
// Expression: what must hold between values that were read: "captured - before.captured == confirmed -
// before.confirmed". Sums of names and whole numbers, compared with ==, !=, <, <=, >, >=. A name stands for the value
// now, `before.NAME` for the one before the request. Values that are no numbers can be compared with == and != alone.

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "contracts/core/result.h"
#include "contracts/core/value.h"

namespace squall::harness {

struct Term {
  bool minus = false;
  bool before = false;
  std::string name;         // "" for a number
  std::int64_t number = 0;  // of a term without a name
  bool operator==(const Term&) const = default;
};

struct Expression {
  enum class Op { equal, different, less, less_equal, greater, greater_equal };
  std::vector<Term> left, right;
  Op op = Op::equal;
  std::string text;  // as written
};

// Errors (malformed): what was expected, and where in the text.
contracts::Result<Expression> parse_expression(std::string_view text);

// The value of a name, now or before.
using ValueOf = std::function<const contracts::Value&(const std::string& name, bool before)>;
// Errors (malformed): arithmetic with a value that is no whole number.
contracts::Result<bool> holds(const Expression& expression, const ValueOf& value);

}  // namespace squall::harness
