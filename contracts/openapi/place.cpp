#include "contracts/openapi/place.h"

namespace squall::contracts::openapi {

const Node* reference_of(const Node& node) {
  const Node* reference = node.find("$ref");
  return reference != nullptr && reference->is_string() ? reference : nullptr;
}

Place Place::member(std::string_view key, const Node& child) const {
  return Place{source, &child, pointer_child(pointer, key)};
}

Place Place::item(std::size_t index, const Node& child) const {
  return Place{source, &child, pointer_child(pointer, index)};
}

}  // namespace squall::contracts::openapi
