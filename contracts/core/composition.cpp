#include "contracts/core/composition.h"

#include <algorithm>

#include "contracts/core/document_content.h"

namespace squall::contracts {

Composition::Composition(std::shared_ptr<const Document> base)
    : content_(std::make_unique<Document::Content>(std::string(), base->name())) {
  add(std::move(base));
}

Composition::~Composition() = default;

void Composition::add(std::shared_ptr<const Document> original) {
  auto& originals = content_->originals;
  if (std::find(originals.begin(), originals.end(), original) == originals.end()) {
    originals.push_back(std::move(original));
  }
}

std::uint32_t Composition::place(const Node& at) {
  if (content_->arena.contains(&at)) return at.offset();
  auto& originals = content_->originals;
  const auto owner =
      std::find_if(originals.rbegin(), originals.rend(), [&at](const auto& document) { return document->owns(at); });
  const Document& document = owner != originals.rend() ? **owner : *originals.front();
  content_->origins.push_back(document.origin(at));
  return static_cast<std::uint32_t>(content_->origins.size() - 1);
}

Node Composition::take(const Node& original) {
  return Arena::moved(original, place(original));
}

Node Composition::object(std::span<const Member> members, const Node& at) {
  std::vector<Member> distinct;
  distinct.reserve(members.size());
  std::unordered_set<std::string_view> keys;
  for (const Member& member : members) {
    if (keys.insert(member.key).second) distinct.push_back(member);
  }
  std::optional<std::size_t> none;
  size_ += distinct.size();
  return content_->arena.object(distinct, place(at), none);
}

Node Composition::array(std::span<const Node> items, const Node& at) {
  size_ += items.size();
  return content_->arena.array(items, place(at));
}

Node Composition::string(std::string_view text, const Node& at) {
  return Arena::string(content_->arena.copy(text), place(at));
}

Node Composition::boolean(bool value, const Node& at) {
  return Arena::boolean(value, place(at));
}

Node Composition::number(std::string_view lexeme, const Node& at) {
  return Arena::number(content_->arena.copy(lexeme), place(at));
}

Member Composition::member(std::string_view key, const Node& value) {
  return Member{content_->arena.copy(key), value.offset(), value};
}

const Node& Composition::keep(const Node& made) {
  return *new (content_->arena.allocate(sizeof(Node), alignof(Node))) Node(made);
}

std::shared_ptr<const Document> Composition::finish(const Node& root) {
  content_->root = root;
  return std::shared_ptr<const Document>(new Document(std::move(content_)));
}

}  // namespace squall::contracts
