#pragma once
// Value: an owned JSON tree that can be changed. Used to generate, mutate and assemble instances; parsed documents
// are Nodes (node.h). Numbers are lexemes, exact; object members keep insertion order.

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "contracts/core/node.h"

namespace squall::contracts {

class Value;
using Array = std::vector<Value>;
using Object = std::vector<std::pair<std::string, Value>>;
struct Lexeme {  // a JSON number, as written (RFC 8259, section 6)
  std::string text;
  bool operator==(const Lexeme&) const = default;
};

class Value {
 public:
  Value() = default;  // null
  Value(std::nullptr_t) {}
  Value(bool value) : data_(value) {}
  Value(int value);
  Value(std::int64_t value);
  Value(std::uint64_t value);
  Value(double value);  // shortest text that reads back the same; not a number and infinities become null
  Value(const char* text) : data_(std::string(text)) {}
  Value(std::string_view text) : data_(std::string(text)) {}
  Value(std::string text) : data_(std::move(text)) {}
  Value(Lexeme number) : data_(std::move(number)) {}
  Value(Array items) : data_(std::move(items)) {}
  Value(Object members) : data_(std::move(members)) {}
  explicit Value(const Node& node);  // deep copy

  Kind kind() const { return static_cast<Kind>(data_.index()); }
  bool is_null() const { return kind() == Kind::null; }
  bool is_boolean() const { return kind() == Kind::boolean; }
  bool is_number() const { return kind() == Kind::number; }
  bool is_string() const { return kind() == Kind::string; }
  bool is_array() const { return kind() == Kind::array; }
  bool is_object() const { return kind() == Kind::object; }

  // Preconditions: the value is of that kind.
  bool boolean() const { return std::get<bool>(data_); }
  const std::string& text() const;  // string bytes or number lexeme
  Array& items() { return std::get<Array>(data_); }
  const Array& items() const { return std::get<Array>(data_); }
  Object& members() { return std::get<Object>(data_); }
  const Object& members() const { return std::get<Object>(data_); }

  // Object access: nullptr when absent or not an object.
  Value* find(std::string_view key);
  const Value* find(std::string_view key) const;
  // Sets or replaces a member; a null value becomes an object first.
  void set(std::string_view key, Value value);
  bool erase(std::string_view key);
  // JSON Pointer (RFC 6901); nullptr when it leads nowhere.
  Value* resolve(std::string_view pointer);

  // Structural equality of the trees: lexemes as text. For JSON Schema equality use equal(Node, Node).
  bool operator==(const Value&) const = default;

 private:
  std::variant<std::monostate, bool, Lexeme, std::string, Array, Object> data_;  // order of Kind
};

// Compact JSON (RFC 8259), UTF-8, control characters escaped; number lexemes unchanged.
std::string to_json(const Value& value);
std::string to_json(const Node& node);

}  // namespace squall::contracts
