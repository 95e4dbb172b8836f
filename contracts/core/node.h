#pragma once
// Node: one value of a parsed JSON or YAML document, read-only.
//
// Nodes live in the arena of the Document that parsed or built them and are valid exactly as long as it is.
// They are plain views: cheap to copy, safe to read from any thread. Numbers keep their lexeme, so that no digit
// is lost; see number.h for exact comparison.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace squall::contracts {

enum class Kind : std::uint8_t { null, boolean, number, string, array, object };
std::string_view to_string(Kind kind);  // "null", "boolean", ...

struct Member;

class Node {
 public:
  Kind kind() const { return kind_; }
  bool is_null() const { return kind_ == Kind::null; }
  bool is_boolean() const { return kind_ == Kind::boolean; }
  bool is_number() const { return kind_ == Kind::number; }
  bool is_string() const { return kind_ == Kind::string; }
  bool is_array() const { return kind_ == Kind::array; }
  bool is_object() const { return kind_ == Kind::object; }

  bool boolean() const { return is_boolean() && size_ != 0; }
  // The bytes of a string (UTF-8, unescaped), or the JSON lexeme of a number; empty for every other kind.
  std::string_view text() const {
    return is_string() || is_number() ? std::string_view{text_, size_} : std::string_view{};
  }
  // Elements of an array; empty for every other kind.
  std::span<const Node> items() const;
  // Members of an object in document order, keys unique; empty for every other kind.
  std::span<const Member> members() const;
  // Elements, members or bytes.
  std::size_t size() const { return size_; }

  // The member of that name, or nullptr (also when this is no object). Constant time on large objects.
  const Node* find(std::string_view key) const;
  // The element, or nullptr.
  const Node* at(std::size_t index) const;
  // Resolves a JSON Pointer (RFC 6901, "" is the node itself); nullptr when it leads nowhere.
  const Node* resolve(std::string_view pointer) const;

  // Byte offset of the value in its source; 0 for values that were built, not parsed.
  std::uint32_t offset() const { return offset_; }

 private:
  friend class Arena;
  Kind kind_ = Kind::null;
  std::uint32_t size_ = 0;  // bytes, elements, members; a boolean's value
  std::uint32_t offset_ = 0;
  union {
    const char* text_ = nullptr;
    const Node* items_;
    const Member* members_;
  };
};

struct Member {
  std::string_view key;
  std::uint32_t key_offset = 0;
  Node value;
};

inline std::span<const Node> Node::items() const {
  return is_array() ? std::span<const Node>{items_, size_} : std::span<const Node>{};
}
inline std::span<const Member> Node::members() const {
  return is_object() ? std::span<const Member>{members_, size_} : std::span<const Member>{};
}

// JSON Schema equality: numbers by exact value (1 == 1.0 == 1e0), objects regardless of member order.
bool equal(const Node& a, const Node& b);

}  // namespace squall::contracts
