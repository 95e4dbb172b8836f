#pragma once
// Document: a parsed JSON or YAML text with the position of every node.
//
// One type for both. Duplicate keys, nesting deeper than Limits::depth, alias expansion beyond Limits::nodes (billion
// laughs) and invalid UTF-8 are errors with a position. YAML follows the 1.2 core schema: `no` is a string, 0777 is
// decimal 777, quoted scalars are strings, merge keys (<<) are expanded. A document is movable, not copyable; its nodes
// stay where they are. Reading is thread-safe.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "contracts/core/error.h"
#include "contracts/core/node.h"
#include "contracts/core/result.h"
#include "contracts/core/value.h"

namespace squall::contracts {

enum class Syntax { json, yaml };

struct Limits {
  std::uint32_t depth = 512;
  std::size_t nodes = 20'000'000;          // after alias expansion
  std::size_t bytes = 256u * 1024 * 1024;  // of source text
};

class Document {
 public:
  // Takes ownership of the text. `name` is what locations call the file. Errors: ErrorKind::malformed, located.
  static Result<Document> parse(std::string text, std::string name, Syntax syntax, const Limits& limits = {});
  // The syntax is found out: JSON where it is, YAML otherwise.
  static Result<Document> parse(std::string text, std::string name, const Limits& limits = {});
  // Reads a file; syntax by extension: .json is JSON, everything else YAML (of which JSON is almost a subset).
  static Result<Document> load(const std::string& path, const Limits& limits = {});
  // A JSON instance off the wire: RFC 8259, one value, nothing but white space after it.
  static Result<Document> parse_json(std::string text, const Limits& limits = {});
  // A document made of a value; its nodes have no positions.
  static Document of(const Value& value);

  Document(Document&&) noexcept;
  Document& operator=(Document&&) noexcept;
  ~Document();

  const Node& root() const;
  const std::string& name() const;
  std::string_view source() const;
  // Where a node of this document stands: file, line, column, and its JSON Pointer. O(depth * log members); the line
  // table is made on first use (thread-safe).
  Location locate(const Node& node) const;
  // The same for a member's key.
  Location locate_key(const Node& object, std::string_view key) const;
  // The node is this document's own, not one it shares with another.
  bool owns(const Node& node) const;

 private:
  friend class Composition;
  struct Content;
  struct Origin {
    const Document* document;
    const Node* node;
  };
  // Where a node was first: itself, unless this is a composition.
  Origin origin(const Node& node) const;
  static Location locate_key_above(const Origin& value, std::string_view key);
  explicit Document(std::unique_ptr<Content> content);
  std::unique_ptr<Content> content_;
};

// Appends one reference token to a JSON Pointer, escaping ~ and / (RFC 6901, section 3).
std::string pointer_child(std::string_view pointer, std::string_view token);
std::string pointer_child(std::string_view pointer, std::size_t index);

}  // namespace squall::contracts
