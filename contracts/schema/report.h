#pragma once
// Violations being collected, with the way to where the evaluation stands.

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "contracts/schema/program.h"

namespace squall::contracts::schema {

using Token = std::variant<std::string_view, std::size_t>;
std::string to_pointer(const std::vector<Token>& tokens);

struct Report {
  std::size_t most = 20;
  int explains = 6;  // how many alternatives within alternatives are asked what they have against the value
  std::vector<Token> instance;
  std::vector<Token> schema;
  std::vector<SchemaViolation> violations;

  bool full() const { return violations.size() >= most; }
  void add(const Block& block, std::string_view keyword, const Node* value, std::string message);
};

// A value as it is shown in a message: JSON, cut short.
std::string shown(const Node& value);
// What a simple assertion expected and what it found: "must be <= 100, is 250".
std::string describe(const Instruction& assertion, const Node& instance);
// "the 2nd"
std::string ordinal(std::size_t index);

}  // namespace squall::contracts::schema
