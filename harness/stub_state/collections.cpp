#include "harness/stub_state/collections.h"

#include <algorithm>

#include "contracts/core/document.h"
#include "contracts/match/usual_status.h"
#include "harness/resources/paging.h"

namespace squall::harness {
namespace {

using contracts::Kind;
using contracts::openapi::MediaTypeObject;
using contracts::openapi::Operation;
using contracts::openapi::ResponseObject;
using contracts::openapi::WireShape;

std::vector<std::string> parameters_in(const std::string& path) {
  std::vector<std::string> names;
  for (std::size_t from = path.find('{'); from != std::string::npos; from = path.find('{', from + 1)) {
    const auto end = path.find('}', from);
    if (end == std::string::npos) break;
    names.push_back(path.substr(from + 1, end - from - 1));
  }
  return names;
}

// An id is a text or a number.
bool may_be_id(const WireShape* member) {
  return member == nullptr || member->allows(Kind::string) || member->allows(Kind::number);
}

bool has_id(const WireShape& item, const std::string& id_member) {
  return std::any_of(item.properties.begin(), item.properties.end(),
                     [&](const auto& member) { return member.first == id_member && may_be_id(member.second.get()); });
}

const WireShape* shape_of(const Operation* operation) {
  const ResponseObject* success = operation == nullptr ? nullptr : contracts::match::usual_success(*operation);
  const MediaTypeObject* media = success == nullptr ? nullptr : json_media(*success);
  return media == nullptr ? nullptr : media->wire.get();
}

// The item in an answer that has one of them, also inside an envelope: {order: {...}}.
std::string id_in_item(const WireShape* body, const std::string& parameter, const std::string& thing) {
  if (body == nullptr) return "";
  std::string found = id_member_of(*body, parameter, thing);
  if (!found.empty()) return found;
  for (const auto& [name, member] : body->properties) {
    if (member == nullptr || !member->allows(Kind::object)) continue;
    found = id_member_of(*member, parameter, thing);
    if (!found.empty()) return found;
  }
  return "";
}

std::string id_in_list(const WireShape* body, const std::string& parameter, const std::string& thing) {
  if (body == nullptr) return "";
  if (body->items != nullptr) return id_member_of(*body->items, parameter, thing);
  for (const auto& [name, member] : body->properties) {
    if (member == nullptr || member->items == nullptr) continue;
    std::string found = id_member_of(*member->items, parameter, thing);
    if (!found.empty()) return found;
  }
  return "";
}

std::string id_of(const Resource& resource) {
  for (const Operation* operation : {resource.read, resource.create, resource.replace, resource.change}) {
    std::string found = id_in_item(shape_of(operation), resource.parameter, resource.name);
    if (!found.empty()) return found;
  }
  return id_in_list(shape_of(resource.list), resource.parameter, resource.name);
}

bool can_be_remembered(const Collection& collection) {
  const Resource& resource = collection.resource;
  const bool seen = resource.read != nullptr || resource.list != nullptr;
  const bool changed = resource.create != nullptr || resource.replace != nullptr || resource.change != nullptr ||
                       resource.remove != nullptr;
  return seen && changed;
}

// Arrays at the top of a body, and one level below.
void add_lists(const WireShape& body, const std::string& at, int levels,
               std::vector<std::pair<std::string, const WireShape*>>& found) {
  for (const auto& [name, member] : body.properties) {
    if (member == nullptr) continue;
    const std::string place = contracts::pointer_child(at, name);
    if (member->items != nullptr || member->only(Kind::array)) found.emplace_back(place, member.get());
    if (levels > 1 && !member->properties.empty()) add_lists(*member, place, levels - 1, found);
  }
}

}  // namespace

const MediaTypeObject* json_media(const ResponseObject& response) {
  for (const MediaTypeObject& media : response.content) {
    if (contracts::http::is_json(media.type)) return &media;
  }
  return nullptr;
}

std::string id_member_of(const WireShape& item, const std::string& parameter, const std::string& thing) {
  if (has_id(item, parameter)) return parameter;
  const std::string wanted[] = {plain_name(parameter), plain_name(thing) + "id", "id"};
  for (const std::string& name : wanted) {
    for (const auto& [member, shape] : item.properties) {
      if (plain_name(member) == name && may_be_id(shape.get())) return member;
    }
  }
  return "";
}

std::optional<std::string> item_place(const WireShape& body, const std::string& id_member) {
  if (id_member.empty()) return std::nullopt;
  if (has_id(body, id_member)) return "";
  std::optional<std::string> only;
  for (const auto& [name, member] : body.properties) {
    if (member == nullptr || !member->allows(Kind::object) || !has_id(*member, id_member)) continue;
    if (only) return std::nullopt;
    only = contracts::pointer_child("", name);
  }
  return only;
}

std::optional<std::string> list_place(const WireShape& body, const std::string& id_member) {
  if (body.items != nullptr || body.only(Kind::array)) return "";
  std::vector<std::pair<std::string, const WireShape*>> lists;
  add_lists(body, "", 2, lists);
  if (lists.size() == 1) return lists.front().first;
  std::optional<std::string> only;
  for (const auto& [place, list] : lists) {
    if (id_member.empty() || list->items == nullptr || !has_id(*list->items, id_member)) continue;
    if (only) return std::nullopt;
    only = place;
  }
  return only;
}

std::vector<Collection> collections_of(const contracts::openapi::Contract& contract) {
  const ResourceGraph graph(contract, {});
  std::vector<Collection> found;
  for (const Resource& resource : graph.resources()) {
    Collection collection;
    collection.resource = resource;
    collection.path = parent_path(resource.item);
    collection.parents = parameters_in(collection.path);
    collection.id_member = id_of(resource);
    if (const Operation* create = resource.create; create != nullptr) {
      auto given = parameters_in(create->path), wanted = collection.parents;
      std::sort(given.begin(), given.end());
      std::sort(wanted.begin(), wanted.end());
      if (given != wanted) collection.resource.create = nullptr;
    }
    if (can_be_remembered(collection)) found.push_back(std::move(collection));
  }
  return found;
}

}  // namespace squall::harness
