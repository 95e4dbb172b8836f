#include "contracts/openapi/path_items.h"

#include <array>

namespace squall::contracts::openapi {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 9> methods{{{"get", "GET"},
                                                                                {"put", "PUT"},
                                                                                {"post", "POST"},
                                                                                {"delete", "DELETE"},
                                                                                {"options", "OPTIONS"},
                                                                                {"head", "HEAD"},
                                                                                {"patch", "PATCH"},
                                                                                {"trace", "TRACE"},
                                                                                {"query", "QUERY"}}};
constexpr std::size_t longest_chain = 16;

void add_operations(PathItemPart& part) {
  for (const Member& member : part.place.node->members()) {
    if (member.key == "additionalOperations") {
      const Place map = part.place.member(member.key, member.value);
      for (const Member& entry : member.value.members()) {
        if (entry.value.is_object()) part.operations.emplace_back(entry.key, map.member(entry.key, entry.value));
      }
    }
    for (const auto& [field, method] : methods) {
      if (member.key == field && member.value.is_object()) {
        part.operations.emplace_back(method, part.place.member(member.key, member.value));
      }
    }
  }
}

}  // namespace

std::vector<Place> parameter_places(Sources& sources, const Place& owner) {
  std::vector<Place> places;
  const Node* list = owner.node->find("parameters");
  if (list == nullptr) return places;
  const Place list_place = owner.member("parameters", *list);
  std::size_t index = 0;
  for (const Node& item : list->items()) {
    auto place = sources.follow(list_place.item(index++, item));
    if (place && place->node->is_object()) places.push_back(std::move(*place));
  }
  return places;
}

std::vector<PathItemPart> path_item_parts(Sources& sources, const Place& item) {
  std::vector<PathItemPart> parts;
  Place at = item;
  while (parts.size() < longest_chain && at.node->is_object()) {
    parts.push_back(PathItemPart{at, {}});
    add_operations(parts.back());
    const Node* reference = reference_of(*at.node);
    if (reference == nullptr) break;
    auto next = sources.resolve(at, reference->text());
    if (!next) break;
    at = std::move(*next);
  }
  return parts;
}

}  // namespace squall::contracts::openapi
