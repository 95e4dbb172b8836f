#include "contracts/core/arena.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <functional>
#include <new>

#include "contracts/core/random.h"
#include "contracts/core/value.h"

namespace squall::contracts {
namespace {

constexpr std::size_t kSmallestChunk = 512;
constexpr std::size_t kLargestChunk = 1u << 20;

std::size_t first_slot(const MemberIndex& index, std::string_view key) {
  return stable_hash(key, static_cast<std::uint64_t>(reinterpret_cast<std::uintptr_t>(index.slots))) & index.mask;
}

}  // namespace

Arena::Arena(std::size_t expected_bytes) : chunk_size_(std::clamp(expected_bytes, kSmallestChunk, kLargestChunk)) {}

void* Arena::allocate(std::size_t bytes, std::size_t alignment) {
  const std::size_t padding = (alignment - reinterpret_cast<std::uintptr_t>(next_) % alignment) % alignment;
  if (next_ == nullptr || left_ < bytes + padding) {
    const std::size_t size = std::max(bytes + alignment, chunk_size_);
    chunks_.push_back(Chunk{std::unique_ptr<std::byte[]>(new std::byte[size]), size});
    chunk_size_ = std::min(chunk_size_ * 2, kLargestChunk);
    next_ = chunks_.back().bytes.get();
    left_ = size;
    return allocate(bytes, alignment);
  }
  void* result = next_ + padding;
  next_ += bytes + padding;
  left_ -= bytes + padding;
  return result;
}

bool Arena::contains(const void* address) const {
  const std::less<const void*> before;
  return std::any_of(chunks_.begin(), chunks_.end(), [&](const Chunk& chunk) {
    return !before(address, chunk.bytes.get()) && before(address, chunk.bytes.get() + chunk.size);
  });
}

std::string_view Arena::copy(std::string_view text) {
  if (text.empty()) return {};
  char* bytes = static_cast<char*>(allocate(text.size(), 1));
  std::memcpy(bytes, text.data(), text.size());
  return {bytes, text.size()};
}

Node Arena::scalar(Kind kind, std::string_view text, std::uint32_t offset) {
  Node node;
  node.kind_ = kind;
  node.size_ = static_cast<std::uint32_t>(text.size());
  node.offset_ = offset;
  node.text_ = text.data();
  return node;
}

Node Arena::boolean(bool value, std::uint32_t offset) {
  Node node = scalar(Kind::boolean, {}, offset);
  node.size_ = value ? 1 : 0;
  return node;
}

Node Arena::array(std::span<const Node> items, std::uint32_t offset) {
  Node node = scalar(Kind::array, {}, offset);
  node.size_ = static_cast<std::uint32_t>(items.size());
  if (items.empty()) {
    node.items_ = nullptr;
    return node;
  }
  auto* memory = static_cast<Node*>(allocate(items.size() * sizeof(Node), alignof(Node)));
  std::uninitialized_copy(items.begin(), items.end(), memory);
  node.items_ = memory;
  return node;
}

Node Arena::object(std::span<const Member> members, std::uint32_t offset, std::optional<std::size_t>& duplicate) {
  Node node = scalar(Kind::object, {}, offset);
  node.size_ = static_cast<std::uint32_t>(members.size());
  if (members.empty()) {
    node.members_ = nullptr;
    return node;
  }
  static_assert(alignof(Member) >= alignof(const MemberIndex*));
  const bool indexed = members.size() >= kIndexedFrom;
  const std::size_t header = indexed ? sizeof(void*) : 0;
  auto* memory = static_cast<std::byte*>(allocate(header + members.size() * sizeof(Member), alignof(Member)));
  auto* stored = reinterpret_cast<Member*>(memory + header);
  std::uninitialized_copy(members.begin(), members.end(), stored);
  node.members_ = stored;
  if (!indexed) {
    for (std::size_t i = 1; i < members.size() && !duplicate; ++i) {
      for (std::size_t j = 0; j < i; ++j) {
        if (members[i].key == members[j].key) duplicate = i;
      }
    }
    return node;
  }
  const std::size_t capacity = std::bit_ceil(members.size() * 2);
  auto* slots = static_cast<std::uint32_t*>(allocate(capacity * sizeof(std::uint32_t), alignof(std::uint32_t)));
  std::fill_n(slots, capacity, 0u);
  const auto* index = new (allocate(sizeof(MemberIndex), alignof(MemberIndex)))
      MemberIndex{static_cast<std::uint32_t>(capacity - 1), slots};
  std::memcpy(memory, &index, sizeof(void*));
  for (std::size_t i = 0; i < members.size(); ++i) {
    if (!index->insert({stored, members.size()}, i) && !duplicate) duplicate = i;
  }
  return node;
}

Node Arena::moved(Node node, std::uint32_t offset) {
  node.offset_ = offset;
  return node;
}

Node Arena::build(const Value& value) {
  switch (value.kind()) {
    case Kind::null:
      return null(0);
    case Kind::boolean:
      return boolean(value.boolean(), 0);
    case Kind::number:
      return number(copy(value.text()), 0);
    case Kind::string:
      return string(copy(value.text()), 0);
    case Kind::array: {
      std::vector<Node> items;
      items.reserve(value.items().size());
      for (const Value& item : value.items()) items.push_back(build(item));
      return array(items, 0);
    }
    case Kind::object:
      break;
  }
  std::vector<Member> members;
  members.reserve(value.members().size());
  for (const auto& [key, member] : value.members()) members.push_back(Member{copy(key), 0, build(member)});
  std::optional<std::size_t> duplicate;
  return object(members, 0, duplicate);
}

std::size_t MemberIndex::find(std::span<const Member> members, std::string_view key) const {
  for (std::size_t slot = first_slot(*this, key);; slot = (slot + 1) & mask) {
    if (slots[slot] == 0) return members.size();
    const std::size_t position = slots[slot] - 1;
    if (members[position].key == key) return position;
  }
}

bool MemberIndex::insert(std::span<const Member> members, std::size_t position) const {
  const std::string_view key = members[position].key;
  for (std::size_t slot = first_slot(*this, key);; slot = (slot + 1) & mask) {
    if (slots[slot] == 0) {
      slots[slot] = static_cast<std::uint32_t>(position + 1);
      return true;
    }
    if (members[slots[slot] - 1].key == key) return false;
  }
}

}  // namespace squall::contracts
