#include "contracts/schema/resources.h"

#include <array>
#include <optional>

#include "contracts/core/pointer.h"
#include "contracts/core/suggest.h"
#include "contracts/schema/metaschemas.h"
#include "contracts/schema/uri.h"

namespace squall::contracts::schema {
namespace {

enum class Holds : std::uint8_t { schema, list, map, schema_or_list };
struct Place {
  std::string_view keyword;
  Holds holds;
};
constexpr std::array kPlaces = {Place{"$defs", Holds::map},
                                Place{"definitions", Holds::map},
                                Place{"properties", Holds::map},
                                Place{"patternProperties", Holds::map},
                                Place{"dependentSchemas", Holds::map},
                                Place{"dependencies", Holds::map},
                                Place{"allOf", Holds::list},
                                Place{"anyOf", Holds::list},
                                Place{"oneOf", Holds::list},
                                Place{"prefixItems", Holds::list},
                                Place{"items", Holds::schema_or_list},
                                Place{"additionalItems", Holds::schema},
                                Place{"additionalProperties", Holds::schema},
                                Place{"contains", Holds::schema},
                                Place{"propertyNames", Holds::schema},
                                Place{"not", Holds::schema},
                                Place{"if", Holds::schema},
                                Place{"then", Holds::schema},
                                Place{"else", Holds::schema},
                                Place{"unevaluatedItems", Holds::schema},
                                Place{"unevaluatedProperties", Holds::schema},
                                Place{"contentSchema", Holds::schema}};

const Node* text_member(const Node& schema, std::string_view key) {
  const Node* value = schema.find(key);
  return value != nullptr && value->is_string() ? value : nullptr;
}

// The schema's own identifier, where its dialect would look for one.
const Node* id_of(const Node& schema, Dialect dialect) {
  if (!schema.is_object() || !has_ids(dialect)) return nullptr;
  if (!is_recent(dialect) && schema.find("$ref") != nullptr) return nullptr;  // siblings of $ref are ignored
  return text_member(schema, dialect == Dialect::draft4 ? "id" : "$id");
}

}  // namespace

bool has_ids(Dialect dialect) {
  return dialect != Dialect::openapi30;
}

std::optional<Dialect> dialect_of(std::string_view uri) {
  uri = without_fragment(uri);
  if (uri == "http://json-schema.org/draft-04/schema") return Dialect::draft4;
  if (uri == "http://json-schema.org/draft-06/schema" || uri == "http://json-schema.org/draft-07/schema")
    return Dialect::draft7;
  if (uri == "https://json-schema.org/draft/2019-09/schema") return Dialect::draft2019_09;
  if (uri == "https://json-schema.org/draft/2020-12/schema" ||
      uri.starts_with("https://spec.openapis.org/oas/3.1/dialect/") ||
      uri.starts_with("https://spec.openapis.org/oas/3.2/dialect/")) {
    return Dialect::draft2020_12;
  }
  return std::nullopt;
}

void for_each_subschema(const Node& schema, Dialect dialect, const std::function<void(const Node&)>& visit) {
  if (!schema.is_object()) return;
  if (!is_recent(dialect) && schema.find("$ref") != nullptr) {
    for (const std::string_view definitions : {"definitions", "$defs"}) {  // they can be pointed at all the same
      if (const Node* map = schema.find(definitions)) {
        for (const Member& member : map->members()) visit(member.value);
      }
    }
    return;
  }
  for (const Place& place : kPlaces) {
    const Node* value = schema.find(place.keyword);
    if (value == nullptr) continue;
    if (place.holds == Holds::map) {
      for (const Member& member : value->members()) visit(member.value);
    } else if (value->is_array() && place.holds != Holds::schema) {
      for (const Node& item : value->items()) visit(item);
    } else if (place.holds != Holds::list) {
      visit(*value);
    }
  }
}

Resource& Resources::add(std::string uri, std::shared_ptr<const Document> document, const Node& root, Dialect dialect) {
  library_.owned_resources.push_back(std::make_unique<Resource>());
  Resource& resource = *library_.owned_resources.back();
  resource.uri = std::move(uri);
  resource.document = std::move(document);
  resource.root = &root;
  resource.dialect = dialect;
  return resource;
}

void Resources::read_vocabularies(Resource& resource, const Node& metaschema) {
  const Node* vocabularies = metaschema.find("$vocabulary");
  if (vocabularies == nullptr) return;
  resource.validates = vocabularies->find("https://json-schema.org/draft/2020-12/vocab/validation") != nullptr ||
                       vocabularies->find("https://json-schema.org/draft/2019-09/vocab/validation") != nullptr;
  resource.asserts_formats =
      vocabularies->find("https://json-schema.org/draft/2020-12/vocab/format-assertion") != nullptr;
}

// $schema at a resource's root: a known dialect, or a metaschema of someone's own that says which vocabularies count.
void Resources::read_dialect(Resource& resource) {
  if (resource.dialect == Dialect::openapi30) return;
  const Node* named = text_member(*resource.root, "$schema");
  if (named == nullptr) return;
  if (const auto known = dialect_of(named->text())) {
    resource.dialect = *known;
    return;
  }
  const std::string uri(without_fragment(named->text()));
  const auto metaschema = uri == resource.uri ? Result<Resource*>(nullptr) : at(uri, resource.dialect);
  if (!metaschema || *metaschema == nullptr) return;
  resource.dialect = (*metaschema)->dialect;
  read_vocabularies(resource, *(*metaschema)->root);
}

// The resource a schema belongs to: a new one when it has an $id, after its anchors are noted.
Resource& Resources::enter(const Node& schema, Resource& outer) {
  if (const auto known = library_.embedded.find(&schema); known != library_.embedded.end()) return *known->second;
  Resource* resource = &outer;
  Dialect dialect = outer.dialect;
  const Node* named = &schema != outer.root ? text_member(schema, "$schema") : nullptr;
  if (named != nullptr && has_ids(outer.dialect)) dialect = dialect_of(named->text()).value_or(dialect);
  const Node* id = id_of(schema, dialect);
  if (id != nullptr && !id->text().starts_with('#')) {
    std::string uri = resolve_uri(outer.uri, id->text());
    if (&schema == outer.root) {
      outer.uri = uri;
    } else {
      resource = &add(uri, outer.document, schema, dialect);
      read_dialect(*resource);
    }
    library_.resources.emplace(std::move(uri), resource);
    library_.embedded.emplace(&schema, resource);
  }
  if (id != nullptr && !is_recent(dialect)) {
    if (std::string anchor = fragment_of(id->text()); !anchor.empty())
      resource->anchors.emplace(std::move(anchor), &schema);
  }
  if (!is_recent(dialect)) return *resource;
  if (const Node* anchor = text_member(schema, "$anchor")) resource->anchors.emplace(anchor->text(), &schema);
  if (const Node* anchor = text_member(schema, "$dynamicAnchor")) {
    resource->anchors.emplace(anchor->text(), &schema);
    resource->dynamic_anchors.emplace(anchor->text(), &schema);
  }
  // 2019-09 had one nameless dynamic anchor, at a resource's root.
  const Node* recursive = &schema == resource->root ? schema.find("$recursiveAnchor") : nullptr;
  if (recursive != nullptr && recursive->boolean() && dialect == Dialect::draft2019_09)
    resource->dynamic_anchors.emplace("", &schema);
  return *resource;
}

void Resources::index(const Node& start, Resource& within) {
  if (!has_ids(within.dialect)) return;
  std::vector<std::pair<const Node*, Resource*>> open{{&start, &within}};
  while (!open.empty()) {
    const auto [schema, outer] = open.back();
    open.pop_back();
    if (!schema->is_object() || !library_.indexed.insert(schema).second) continue;
    Resource& resource = enter(*schema, *outer);
    Resource* const inside = &resource;
    for_each_subschema(*schema, resource.dialect,
                       [&open, inside](const Node& below) { open.emplace_back(&below, inside); });
  }
}

Result<Resource*> Resources::at(const std::string& uri, Dialect dialect) {
  if (const auto known = library_.resources.find(uri); known != library_.resources.end()) return known->second;
  std::shared_ptr<const Document> document;
  if (const auto added = library_.documents.find(uri); added != library_.documents.end()) {
    document = added->second;
  } else if (const std::string_view text = metaschema(uri); !text.empty()) {
    SQUALL_TRY_ASSIGN(Document parsed, Document::parse(std::string(text), uri, Syntax::json));
    document = std::make_shared<const Document>(std::move(parsed));
  } else if (library_.fetch) {
    SQUALL_TRY_ASSIGN(Document fetched, library_.fetch(uri));
    document = std::make_shared<const Document>(std::move(fetched));
  } else {
    return fail(ErrorKind::malformed, "no document '" + uri + "' is known");
  }
  library_.documents.emplace(uri, document);
  Resource& resource = add(uri, document, document->root(), dialect);
  library_.resources.emplace(uri, &resource);
  read_dialect(resource);
  index(document->root(), resource);
  return &resource;
}

Target Resources::walk(Resource& from, std::string_view pointer) {
  Target target{from.root, &from, false};
  std::string token;
  while (target.node != nullptr && !pointer.empty()) {
    if (pointer.front() != '/') return {};
    pointer.remove_prefix(1);
    const std::string_view raw = pointer.substr(0, pointer.find('/'));
    pointer.remove_prefix(raw.size());
    if (target.node->is_array()) {
      const auto place = pointer_index(raw);
      target.node = place ? target.node->at(*place) : nullptr;
    } else {
      token = pointer_unescape(raw);
      target.node = target.node->find(token);
    }
    if (target.node == nullptr) break;
    if (const auto own = library_.embedded.find(target.node); own != library_.embedded.end())
      target.resource = own->second;
  }
  return target;
}

Result<Target> Resources::resolve(Resource& from, std::string_view reference, const Node& where) {
  const auto unresolved = [&](std::string message, std::string hint = {}) {
    return fail(ErrorKind::malformed, std::move(message), from.document->locate(where), std::move(hint));
  };
  const std::string quoted = "'" + std::string(reference) + "'";
  Resource* resource = &from;
  const std::string uri = resolve_uri(from.uri, reference);
  if (uri != from.uri) {
    auto found = at(uri, from.dialect);
    if (!found)
      return unresolved("reference " + quoted + " leads nowhere: " + to_string(found.error()), found.error().hint);
    resource = *found;
  }
  const std::string fragment = fragment_of(reference);
  if (fragment.empty() || fragment.front() == '/') {
    const Target target = walk(*resource, fragment);
    if (target.node != nullptr) {
      index(*target.node, *target.resource);
      return target;
    }
    const auto slash = fragment.rfind('/');
    const Target parent = walk(*resource, std::string_view(fragment).substr(0, slash));
    std::vector<std::string> names;
    if (parent.node != nullptr) {
      for (const Member& member : parent.node->members()) names.emplace_back(member.key);
    }
    const std::string meant = nearest(pointer_unescape(std::string_view(fragment).substr(slash + 1)), names);
    return unresolved("reference " + quoted + " leads nowhere", meant.empty() ? "" : "did you mean '" + meant + "'?");
  }
  const auto anchor = resource->anchors.find(fragment);
  if (anchor == resource->anchors.end())
    return unresolved("reference " + quoted + " names an anchor that does not exist");
  return Target{anchor->second, resource, resource->dynamic_anchors.contains(fragment)};
}

}  // namespace squall::contracts::schema
