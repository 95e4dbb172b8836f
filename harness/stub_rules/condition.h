#pragma once
// Condition: what one part of a request must be for a rule to match. Immutable, thread-safe.

#include <memory>
#include <optional>
#include <string>

#include "contracts/core/document.h"
#include "contracts/core/value.h"
#include "contracts/schema/pattern.h"

namespace squall::harness {

class Condition {
 public:
  static Condition equals(contracts::Value value);  // as JSON Schema has it; a text is also equal to a number's text
  static Condition contains(std::string part);
  static Condition is_there(bool there);
  // Errors (malformed): not a regular expression (ECMA-262, searched for).
  static contracts::Result<Condition> matches(const std::string& pattern);

  // nullptr: the request does not have the part.
  bool holds(const contracts::Value* part) const;
  std::string text() const;  // "is 7", "matches ^a", "is absent"

 private:
  enum class What { equals, contains, matches, present, absent };
  What what_ = What::present;
  contracts::Value value_;
  std::shared_ptr<const contracts::Document> wanted_;  // of an equality
  std::shared_ptr<const contracts::schema::Pattern> pattern_;
};

}  // namespace squall::harness
