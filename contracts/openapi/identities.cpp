#include "contracts/openapi/identities.h"

#include <algorithm>

#include "contracts/schema/uri.h"

namespace squall::contracts::openapi {
namespace {

const Node* text_member(const Node& object, std::string_view key) {
  const Node* value = object.find(key);
  return value != nullptr && value->is_string() ? value : nullptr;
}

// Compositions have no text of their own.
bool may_identify(const Document& document) {
  const std::string_view text = document.source();
  const auto has = [text](std::string_view word) { return text.find(word) != std::string_view::npos; };
  return text.empty() || has("$id") || has("$anchor") || has("$dynamicAnchor");
}

}  // namespace

void Identities::read(const Source& source) {
  const Place root{&source, &source.document->root(), ""};
  if (source.base != source.uri) resources_.insert_or_assign(source.base, root);
  if (may_identify(*source.document)) scan(root, source.base);
}

void Identities::scan(const Place& place, const std::string& outer) {
  const Node& node = *place.node;
  std::size_t index = 0;
  for (const Node& item : node.items()) scan(place.item(index++, item), outer);
  if (node.members().empty() || !seen_.insert(node.members().data()).second) return;
  std::string base = outer;
  const Node* id = text_member(node, "$id");
  if (id != nullptr) {
    base = schema::resolve_uri(outer, id->text());
    resources_.insert_or_assign(base, place);
  }
  bool anchored = false;
  for (const std::string_view keyword : {"$anchor", "$dynamicAnchor"}) {
    const Node* name = text_member(node, keyword);
    if (name == nullptr) continue;
    anchors_.insert_or_assign(base + "#" + std::string(name->text()), place);
    anchored = true;
  }
  if (id != nullptr || anchored) schemas_.push_back(place);
  if (base != place.source->base && (node.find("$ref") != nullptr || node.find("$dynamicRef") != nullptr)) {
    bases_.emplace(&node, base);
  }
  for (const Member& member : node.members()) {
    if (member.value.is_object() || member.value.is_array()) scan(place.member(member.key, member.value), base);
  }
}

const Place* Identities::resource(const std::string& uri) const {
  const auto found = resources_.find(uri);
  return found != resources_.end() ? &found->second : nullptr;
}

const Place* Identities::anchor(const std::string& uri, std::string_view name) const {
  const auto found = anchors_.find(uri + "#" + std::string(name));
  return found != anchors_.end() ? &found->second : nullptr;
}

const std::string& Identities::base_of(const Place& object) const {
  const auto found = bases_.find(object.node);
  return found != bases_.end() ? found->second : object.source->base;
}

}  // namespace squall::contracts::openapi
