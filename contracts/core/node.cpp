#include "contracts/core/node.h"

#include <charconv>
#include <cstring>

#include "contracts/core/arena.h"
#include "contracts/core/number.h"
#include "contracts/core/pointer.h"

namespace squall::contracts {

std::string_view to_string(Kind kind) {
  switch (kind) {
    case Kind::null:
      return "null";
    case Kind::boolean:
      return "boolean";
    case Kind::number:
      return "number";
    case Kind::string:
      return "string";
    case Kind::array:
      return "array";
    case Kind::object:
      return "object";
  }
  return "";
}

const Node* Node::find(std::string_view key) const {
  if (!is_object()) return nullptr;
  if (size_ >= Arena::kIndexedFrom) {
    const MemberIndex* index = nullptr;
    std::memcpy(&index, reinterpret_cast<const char*>(members_) - sizeof(void*), sizeof(void*));
    const std::size_t position = index->find(members(), key);
    return position < size_ ? &members_[position].value : nullptr;
  }
  for (const Member& member : members()) {
    if (member.key == key) return &member.value;
  }
  return nullptr;
}

const Node* Node::at(std::size_t index) const {
  return is_array() && index < size_ ? &items_[index] : nullptr;
}

const Node* Node::resolve(std::string_view pointer) const {
  const Node* node = this;
  std::string unescaped;
  while (node != nullptr && !pointer.empty()) {
    if (pointer.front() != '/') return nullptr;
    pointer.remove_prefix(1);
    const std::string_view token = pointer.substr(0, pointer.find('/'));
    pointer.remove_prefix(token.size());
    if (node->is_array()) {
      const auto index = pointer_index(token);
      node = index ? node->at(*index) : nullptr;
    } else {
      unescaped = pointer_unescape(token);
      node = node->find(unescaped);
    }
  }
  return node;
}

bool equal(const Node& a, const Node& b) {
  if (a.kind() != b.kind()) return false;
  switch (a.kind()) {
    case Kind::null:
      return true;
    case Kind::boolean:
      return a.boolean() == b.boolean();
    case Kind::string:
      return a.text() == b.text();
    case Kind::number:
      return a.text() == b.text() || compare(a.text(), b.text()) == std::strong_ordering::equal;
    case Kind::array: {
      const auto left = a.items();
      const auto right = b.items();
      if (left.size() != right.size()) return false;
      for (std::size_t i = 0; i < left.size(); ++i) {
        if (!equal(left[i], right[i])) return false;
      }
      return true;
    }
    case Kind::object:
      break;
  }
  if (a.size() != b.size()) return false;
  for (const Member& member : a.members()) {
    const Node* other = b.find(member.key);
    if (other == nullptr || !equal(member.value, *other)) return false;
  }
  return true;
}

}  // namespace squall::contracts
