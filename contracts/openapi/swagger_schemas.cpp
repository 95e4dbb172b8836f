#include "contracts/http/percent.h"
#include "contracts/openapi/object_checks.h"
#include "contracts/openapi/swagger_parts.h"

namespace squall::contracts::openapi {
namespace {

constexpr int deepest = 500;

bool is_one_of(std::string_view key, std::initializer_list<std::string_view> keys) {
  for (const std::string_view one : keys) {
    if (key == one) return true;
  }
  return false;
}

}  // namespace

std::optional<Node> SwaggerParts::renamed_map(const Node& map, int depth) {
  bool changed = false;
  Members members;
  for (const Member& member : map.members()) {
    const auto other = renamed(member.value, depth + 1);
    changed = changed || other.has_value();
    put(members, member.key, other ? *other : made_.take(member.value));
  }
  return changed ? std::optional(made_.object(members, map)) : std::nullopt;
}

std::optional<Node> SwaggerParts::renamed_list(const Node& list, int depth) {
  bool changed = false;
  std::vector<Node> items;
  for (const Node& item : list.items()) {
    const auto other = renamed(item, depth + 1);
    changed = changed || other.has_value();
    items.push_back(other ? *other : made_.take(item));
  }
  return changed ? std::optional(made_.array(items, list)) : std::nullopt;
}

// nullopt when OpenAPI 3.0 says it in the same words.
std::optional<Node> SwaggerParts::renamed(const Node& schema, int depth) {
  if (!schema.is_object() || depth > deepest) return std::nullopt;
  if (const Node* reference = reference_of(schema)) {
    const Place place{root_.source, &schema, {}};
    if (sources_.resolve(place, reference->text())) return std::nullopt;
    return made_.object({}, schema);  // reported where the structure was checked
  }
  bool changed = false;
  Members members;
  for (const Member& member : schema.members()) {
    const Node& value = member.value;
    std::optional<Node> other;
    if (is_one_of(member.key, {"properties"})) {
      other = renamed_map(value, depth);
    } else if (is_one_of(member.key, {"allOf", "anyOf", "oneOf"})) {
      other = renamed_list(value, depth);
    } else if (is_one_of(member.key, {"items", "additionalProperties", "not"})) {
      other = renamed(value, depth + 1);
    } else if (member.key == "discriminator" && value.is_string()) {
      const Member property = made_.member("propertyName", made_.take(value));
      other = made_.object({&property, 1}, value);
    } else if (member.key == "type" && value.text() == "file") {
      put(members, "format", text("binary", value));
      other = text("string", value);
    } else if (member.key == "x-nullable" && value.is_boolean()) {
      put(members, "nullable", made_.take(value));
      changed = true;
    }
    changed = changed || other.has_value();
    put(members, member.key, other ? *other : made_.take(value));
  }
  return changed ? std::optional(made_.object(members, schema)) : std::nullopt;
}

Node SwaggerParts::schema_map(const Node& map) {
  const auto other = renamed_map(map, 0);
  return other ? *other : made_.take(map);
}

Node SwaggerParts::schema(const Place& place) {
  if (place.source != root_.source) {
    const std::string uri = http::percent_encode_allowing(place.source->path, "/") + "#" +
                            http::percent_encode_allowing(place.pointer, "/~");
    const Member reference = made_.member("$ref", text(uri, *place.node));
    return made_.object({&reference, 1}, *place.node);
  }
  const auto other = renamed(*place.node, 0);
  return other ? *other : made_.take(*place.node);
}

Node SwaggerParts::value_schema(const Node& owner) {
  Members members;
  for (const Member& member : owner.members()) {
    const Node& value = member.value;
    if (member.key == "items" && value.is_object()) {
      Node items = value_schema(value);
      if (text_of(value, "type") == "array") {  // a list inside a list keeps its format: OpenAPI 3.0 has no word for it
        Members inner(items.members().begin(), items.members().end());
        const auto format = text_of(value, "collectionFormat");
        put(inner, "collectionFormat", text(format.empty() ? "csv" : format, value));
        items = made_.object(inner, value);
      }
      put(members, "items", items);
    } else if (member.key == "type" && value.text() == "file") {
      put(members, "type", text("string", value));
      put(members, "format", text("binary", value));
    } else if (member.key == "x-nullable") {
      put(members, "nullable", made_.take(value));
    } else if (is_one_of(member.key, {"$ref", "type", "format", "default", "maximum", "exclusiveMaximum", "minimum",
                                      "exclusiveMinimum", "maxLength", "minLength", "pattern", "maxItems", "minItems",
                                      "uniqueItems", "enum", "multipleOf"})) {
      put(members, member.key, made_.take(value));
    }
  }
  return made_.object(members, owner);
}

}  // namespace squall::contracts::openapi
