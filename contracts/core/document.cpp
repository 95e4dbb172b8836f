#include "contracts/core/document.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <functional>
#include <limits>
#include <mutex>
#include <optional>
#include <vector>

#include "contracts/core/arena.h"
#include "contracts/core/document_content.h"
#include "contracts/core/readers.h"

namespace squall::contracts {
namespace {

// The byte offsets at which lines start. LF, CRLF and CR end lines, as in JSON and YAML editors.
std::vector<std::uint32_t> line_starts(std::string_view text) {
  std::vector<std::uint32_t> starts{0};
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool lone_return = text[i] == '\r' && (i + 1 == text.size() || text[i + 1] != '\n');
    if (text[i] == '\n' || lone_return) starts.push_back(static_cast<std::uint32_t>(i + 1));
  }
  return starts;
}

std::optional<std::size_t> position_in(const Node& parent, const Node* target) {
  const std::less<const void*> before;
  if (parent.is_array() && parent.size() > 0) {
    const Node* first = parent.items().data();
    if (!before(target, first) && before(target, first + parent.size()))
      return static_cast<std::size_t>(target - first);
  }
  if (parent.is_object() && parent.size() > 0) {
    const Member* first = parent.members().data();
    if (!before(target, first) && before(target, first + parent.size())) {
      const auto distance = reinterpret_cast<const char*>(target) - reinterpret_cast<const char*>(first);
      return static_cast<std::size_t>(distance) / sizeof(Member);
    }
  }
  return std::nullopt;
}

const Node& child(const Node& parent, std::size_t index) {
  return parent.is_array() ? parent.items()[index] : parent.members()[index].value;
}

std::string child_pointer(const std::string& pointer, const Node& parent, std::size_t index) {
  return parent.is_array() ? pointer_child(pointer, index) : pointer_child(pointer, parent.members()[index].key);
}

// The child in whose text the offset falls: children stand in the order of their text.
std::optional<std::size_t> child_at(const Node& parent, std::uint32_t offset) {
  std::size_t low = 0;
  std::size_t high = parent.is_array() || parent.is_object() ? parent.size() : 0;
  while (low < high) {
    const std::size_t middle = (low + high) / 2;
    const std::uint32_t at = parent.is_array() ? parent.items()[middle].offset() : parent.members()[middle].key_offset;
    if (at <= offset) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low == 0 ? std::nullopt : std::optional(low - 1);
}

std::optional<std::string> descend(const Node& root, const Node* target) {
  const Node* node = &root;
  std::string pointer;
  while (node != target) {
    if (const auto index = position_in(*node, target)) return child_pointer(pointer, *node, *index);
    const auto next = child_at(*node, target->offset());
    if (!next) return std::nullopt;
    pointer = child_pointer(pointer, *node, *next);
    node = &child(*node, *next);
  }
  return pointer;
}

// For values that were built, or that stand below a merge key: offsets do not lead to them.
bool search(const Node& node, const Node* target, std::string& pointer) {
  if (&node == target) return true;
  if (!node.is_array() && !node.is_object()) return false;
  if (const auto index = position_in(node, target)) {
    pointer = child_pointer(pointer, node, *index);
    return true;
  }
  for (std::size_t i = 0; i < node.size(); ++i) {
    std::string below = child_pointer(pointer, node, i);
    if (search(child(node, i), target, below)) {
      pointer = std::move(below);
      return true;
    }
  }
  return false;
}

}  // namespace

Location Document::Content::place(std::uint32_t offset) const {
  std::call_once(lines_made, [this] { lines = line_starts(text); });
  const auto line = std::upper_bound(lines.begin(), lines.end(), offset) - 1;
  return Location{name, static_cast<std::uint32_t>(line - lines.begin() + 1), offset - *line + 1, {}};
}

Document::Document(std::unique_ptr<Content> content) : content_(std::move(content)) {}
Document::Document(Document&&) noexcept = default;
Document& Document::operator=(Document&&) noexcept = default;
Document::~Document() = default;

Result<Document> Document::parse(std::string text, std::string name, Syntax syntax, const Limits& limits) {
  if (text.size() > limits.bytes || text.size() >= std::numeric_limits<std::uint32_t>::max()) {
    return fail(ErrorKind::malformed, "larger than " + std::to_string(limits.bytes) + " bytes",
                Location{name, 0, 0, {}});
  }
  auto content = std::make_unique<Content>(std::move(text), std::move(name));
  auto read = syntax == Syntax::json ? read_json(content->arena, content->text, limits)
                                     : read_yaml(content->arena, content->text, limits);
  if (!read) {
    const auto offset = static_cast<std::uint32_t>(std::min(read.error().offset, content->text.size()));
    return fail(ErrorKind::malformed, std::move(read.error().message), content->place(offset),
                std::move(read.error().hint));
  }
  content->root = *read;
  return Document(std::move(content));
}

Result<Document> Document::load(const std::string& path, const Limits& limits) {
  const auto cannot = [&path](const std::string& why) {
    return fail(ErrorKind::io, "cannot read the file: " + why, Location{path, 0, 0, {}});
  };
  std::error_code code;
  if (std::filesystem::is_directory(path, code)) return cannot("it is a directory");
  errno = 0;
  std::ifstream in(path, std::ios::binary);
  if (!in) return cannot(errno != 0 ? std::strerror(errno) : "it cannot be opened");
  std::string text;
  char block[65536];
  while (in.read(block, sizeof block), in.gcount() > 0) {
    text.append(block, static_cast<std::size_t>(in.gcount()));
    if (text.size() > limits.bytes) break;
  }
  if (path.ends_with(".json")) return parse(std::move(text), path, Syntax::json, limits);
  return parse(std::move(text), path, limits);
}

Result<Document> Document::parse(std::string text, std::string name, const Limits& limits) {
  // JSON under another name: YAML would take most of it, but not its surrogate pairs, and slower.
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first != std::string::npos && text[first] == '{') {
    auto json = parse(text, name, Syntax::json, limits);
    if (json) return json;
  }
  return parse(std::move(text), std::move(name), Syntax::yaml, limits);
}

Result<Document> Document::parse_json(std::string text, const Limits& limits) {
  return parse(std::move(text), {}, Syntax::json, limits);
}

Document Document::of(const Value& value) {
  auto content = std::make_unique<Content>(std::string(), std::string());
  content->root = content->arena.build(value);
  content->built = true;
  return Document(std::move(content));
}

const Node& Document::root() const {
  return content_->root;
}
const std::string& Document::name() const {
  return content_->name;
}
std::string_view Document::source() const {
  return content_->text;
}

bool Document::owns(const Node& node) const {
  return &node == &content_->root || content_->arena.contains(&node);
}

Document::Origin Document::origin(const Node& node) const {
  if (content_->originals.empty()) return {this, &node};
  if (owns(node)) return content_->origins[node.offset()];
  for (const auto& original : content_->originals) {
    if (original->owns(node)) return original->origin(node);
  }
  return content_->originals.front()->origin(node);  // further down in what an original shares
}

Location Document::locate(const Node& node) const {
  if (const Origin origin = this->origin(node); origin.document != this) return origin.document->locate(*origin.node);
  Location location = content_->built ? Location{content_->name, 0, 0, {}} : content_->place(node.offset());
  if (auto pointer = descend(content_->root, &node)) {
    location.pointer = std::move(*pointer);
  } else {
    search(content_->root, &node, location.pointer);
  }
  return location;
}

// Where the key stands that the value has in its own document; the value's place when it has another there.
Location Document::locate_key_above(const Origin& value, std::string_view key) {
  Location location = value.document->locate(*value.node);
  const Node* parent = value.document->root().resolve(location.pointer.substr(0, location.pointer.rfind('/')));
  const Node* there = parent == nullptr ? nullptr : parent->find(key);
  return there == value.node ? value.document->locate_key(*parent, key) : location;
}

Location Document::locate_key(const Node& object, std::string_view key) const {
  const Node* value = object.find(key);
  if (value != nullptr && owns(*value) && !content_->originals.empty()) return locate_key_above(origin(*value), key);
  if (const Origin origin = this->origin(object); origin.document != this) {
    return origin.document->locate_key(*origin.node, key);
  }
  Location location = locate(object);
  if (value == nullptr) return location;
  const Member& member = object.members()[*position_in(object, value)];
  std::string pointer = pointer_child(location.pointer, key);
  if (!content_->built) location = content_->place(member.key_offset);
  location.pointer = std::move(pointer);
  return location;
}

}  // namespace squall::contracts
