#include <algorithm>

#include "contracts/http/media_type.h"
#include "contracts/openapi/object_checks.h"
#include "contracts/openapi/swagger_parts.h"

namespace squall::contracts::openapi {
namespace {

constexpr std::string_view urlencoded = "application/x-www-form-urlencoded";
constexpr std::string_view multipart = "multipart/form-data";

bool is_file(const Place& place) {
  return text_of(*place.node, "type") == "file";
}

// collectionFormat under its name in OpenAPI; tabs have none there.
std::string_view style_of(std::string_view format, std::string_view in) {
  if (format == "ssv") return "spaceDelimited";
  if (format == "tsv") return "tabDelimited";
  if (format == "pipes") return "pipeDelimited";
  return in == "path" || in == "header" ? "simple" : "form";
}

// The example of that media type, else of the first range that covers it.
const Node* example_for(const Node& examples, std::string_view type) {
  if (const Node* exact = examples.find(type)) return exact;
  const auto wanted = http::parse_media_type(type);
  for (const Member& member : examples.members()) {
    const auto range = http::parse_media_type(member.key);
    if (wanted && range && range->subtype == "*" && http::matches(*range, *wanted)) return &member.value;
  }
  return nullptr;
}

}  // namespace

void SwaggerParts::take(Members& members, const Node& from, std::initializer_list<std::string_view> keys) {
  for (const std::string_view key : keys) {
    if (const Node* value = from.find(key)) put(members, key, made_.take(*value));
  }
}

void SwaggerParts::add_style(Members& members, const Node& owner, std::string_view in) {
  const auto format = text_of(owner, "collectionFormat");
  if (text_of(owner, "type") != "array") return;
  put(members, "style", text(style_of(format, in), owner));
  put(members, "explode", made_.boolean(format == "multi", owner));
}

Node SwaggerParts::parameter(const Place& place) {
  const Node& node = *place.node;
  Members members;
  take(members, node, {"name", "in", "description", "required", "allowEmptyValue"});
  add_style(members, node, text_of(node, "in"));
  put(members, "schema", field_schema(node));
  return made_.object(members, node);
}

// Swagger 2.0, Parameter Object: a query or formData parameter is not to be empty unless `allowEmptyValue` says so. It
// is held to that where somebody wrote `false`.
Node SwaggerParts::field_schema(const Node& field) {
  const Node plain = value_schema(field);
  const Node* may_be_empty = field.find("allowEmptyValue");
  const bool filled = may_be_empty != nullptr && may_be_empty->is_boolean() && !may_be_empty->boolean();
  if (!filled || text_of(field, "type") != "string" || field.find("minLength") != nullptr) return plain;
  Members members(plain.members().begin(), plain.members().end());
  put(members, "minLength", made_.number("1", *may_be_empty));
  return made_.object(members, field);
}

Node SwaggerParts::body(const Place& place, const Node* consumes) {
  const Node& node = *place.node;
  Members media;
  if (const Node* schema = node.find("schema")) put(media, "schema", this->schema(place.member("schema", *schema)));
  Members content;
  if (consumes != nullptr) {
    for (const Node& type : consumes->items()) put(content, type.text(), made_.object(media, node));
  }
  if (content.empty()) put(content, "application/json", made_.object(media, node));
  Members members;
  take(members, node, {"description", "required"});
  put(members, "content", made_.object(content, node));
  return made_.object(members, node);
}

Node SwaggerParts::form(const std::vector<Place>& fields, const Node* consumes) {
  const Node& first = *fields.front().node;
  Members properties, encodings;
  std::vector<Node> required;
  for (const Place& field : fields) {
    const Node* name = field.node->find("name");
    if (name == nullptr) continue;
    put(properties, name->text(), field_schema(*field.node));
    if (flag_of(*field.node, "required")) required.push_back(made_.take(*name));
    Members encoding;
    add_style(encoding, *field.node, "query");
    if (!encoding.empty()) put(encodings, name->text(), made_.object(encoding, *field.node));
  }
  Members schema;
  put(schema, "type", text("object", first));
  put(schema, "properties", made_.object(properties, first));
  if (!required.empty()) put(schema, "required", made_.array(required, first));
  Members media;
  put(media, "schema", made_.object(schema, first));
  if (!encodings.empty()) put(media, "encoding", made_.object(encodings, first));

  const bool files = std::any_of(fields.begin(), fields.end(), is_file);
  Members content;
  if (consumes != nullptr) {
    for (const Node& type : consumes->items()) {
      if (type.text() == multipart || (type.text() == urlencoded && !files)) {
        put(content, type.text(), made_.object(media, first));
      }
    }
  }
  if (content.empty()) put(content, files ? multipart : urlencoded, made_.object(media, first));
  Members members;
  put(members, "content", made_.object(content, first));
  if (!required.empty()) put(members, "required", made_.boolean(true, first));
  return made_.object(members, first);
}

void SwaggerParts::add_request(Members& operation, const std::vector<Place>& parameters, const Node* consumes) {
  std::vector<Node> plain;
  std::vector<Place> fields;
  const Place* whole = nullptr;
  for (const Place& place : parameters) {
    const auto in = text_of(*place.node, "in");
    if (in == "body") {
      whole = &place;
    } else if (in == "formData") {
      fields.push_back(place);
    } else {
      plain.push_back(parameter(place));
    }
  }
  if (!plain.empty()) put(operation, "parameters", made_.array(plain, *parameters.front().node));
  if (whole != nullptr) {
    put(operation, "requestBody", body(*whole, consumes));
  } else if (!fields.empty()) {
    put(operation, "requestBody", form(fields, consumes));
  }
}

Node SwaggerParts::header(const Node& node) {
  Members members;
  take(members, node, {"description"});
  put(members, "schema", value_schema(node));
  return made_.object(members, node);
}

Node SwaggerParts::response(const Place& place, const Node* produces) {
  const Node& node = *place.node;
  Members members;
  take(members, node, {"description"});
  if (const Node* headers = node.find("headers"); headers != nullptr && headers->is_object()) {
    Members map;
    for (const Member& member : headers->members()) put(map, member.key, header(member.value));
    put(members, "headers", made_.object(map, *headers));
  }
  const Node* schema = node.find("schema");
  const Node* examples = node.find("examples");
  if (schema == nullptr && examples == nullptr) return made_.object(members, node);
  Members content;
  const auto add = [&](std::string_view type) {
    Members media;
    if (schema != nullptr) put(media, "schema", this->schema(place.member("schema", *schema)));
    const Node* example = examples != nullptr ? example_for(*examples, type) : nullptr;
    if (example != nullptr) put(media, "example", made_.take(*example));
    put(content, type, made_.object(media, node));
  };
  if (produces != nullptr) {
    for (const Node& type : produces->items()) add(type.text());
  }
  // Nobody says which: the types of the examples, or any.
  if (content.empty() && examples != nullptr) {
    for (const Member& member : examples->members()) add(member.key);
  }
  if (content.empty()) add("*/*");
  put(members, "content", made_.object(content, node));
  return made_.object(members, node);
}

Node SwaggerParts::responses(const Place& map, const Node* produces) {
  Members members;
  for (const Member& member : map.node->members()) {
    if (member.key.starts_with("x-")) continue;
    const auto place = sources_.follow(map.member(member.key, member.value));
    if (!place || !place->node->is_object()) continue;
    made_.add(place->source->document);
    put(members, member.key, response(*place, produces));
  }
  return made_.object(members, *map.node);
}

}  // namespace squall::contracts::openapi
