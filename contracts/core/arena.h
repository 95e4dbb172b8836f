#pragma once
// Arena: the memory the nodes of one document live in. Freed as a whole; nodes need no destruction.
// Not thread-safe while a document is being made; immutable afterwards.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "contracts/core/node.h"

namespace squall::contracts {

class Value;

class Arena {
 public:
  // Objects with more members than this carry an index.
  static constexpr std::size_t kIndexedFrom = 17;

  explicit Arena(std::size_t expected_bytes = 0);

  void* allocate(std::size_t bytes, std::size_t alignment);
  std::string_view copy(std::string_view text);
  bool contains(const void* address) const;

  static Node null(std::uint32_t offset) { return scalar(Kind::null, {}, offset); }
  static Node boolean(bool value, std::uint32_t offset);
  // The text must live as long as the arena (source text, or copy()).
  static Node number(std::string_view lexeme, std::uint32_t offset) { return scalar(Kind::number, lexeme, offset); }
  static Node string(std::string_view text, std::uint32_t offset) { return scalar(Kind::string, text, offset); }
  Node array(std::span<const Node> items, std::uint32_t offset);
  // The index of the second of two members of one name goes to `duplicate`, which stays as it is otherwise.
  Node object(std::span<const Member> members, std::uint32_t offset, std::optional<std::size_t>& duplicate);
  // The same value standing elsewhere; shares elements and members.
  static Node moved(Node node, std::uint32_t offset);
  // A deep copy without positions.
  Node build(const Value& value);

 private:
  static Node scalar(Kind kind, std::string_view text, std::uint32_t offset);

  struct Chunk {
    std::unique_ptr<std::byte[]> bytes;
    std::size_t size;
  };
  std::vector<Chunk> chunks_;
  std::byte* next_ = nullptr;
  std::size_t left_ = 0;
  std::size_t chunk_size_;
};

// The index of a large object: a power of two of slots, each a member's position plus one, or zero. Keys are hashed
// with the table's own address, so that no text written elsewhere can be made to collide.
struct MemberIndex {
  std::uint32_t mask;
  std::uint32_t* slots;

  // The position of the key, or `members.size()`.
  std::size_t find(std::span<const Member> members, std::string_view key) const;
  // False when the key is there already.
  bool insert(std::span<const Member> members, std::size_t position) const;
};

}  // namespace squall::contracts
