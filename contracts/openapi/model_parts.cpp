#include "contracts/http/message.h"
#include "contracts/openapi/model_builder.h"
#include "contracts/openapi/object_checks.h"
#include "contracts/openapi/wire_shape_build.h"

namespace squall::contracts::openapi {
namespace {

std::optional<Style> style_named(std::string_view name) {
  if (name == "matrix") return Style::matrix;
  if (name == "label") return Style::label;
  if (name == "form" || name == "cookie") return Style::form;
  if (name == "simple") return Style::simple;
  if (name == "spaceDelimited") return Style::space_delimited;
  if (name == "pipeDelimited") return Style::pipe_delimited;
  if (name == "tabDelimited") return Style::tab_delimited;  // of Swagger 2.0 only
  if (name == "deepObject") return Style::deep_object;
  return std::nullopt;
}

std::optional<ParameterIn> in_named(std::string_view name) {
  if (name == "path") return ParameterIn::path;
  if (name == "query" || name == "querystring") return ParameterIn::query;
  if (name == "header") return ParameterIn::header;
  if (name == "cookie") return ParameterIn::cookie;
  return std::nullopt;
}

std::optional<bool> boolean_of(const Node& object, std::string_view key) {
  const Node* value = object.find(key);
  if (value == nullptr || !value->is_boolean()) return std::nullopt;
  return value->boolean();
}

// OAS 3.2.0, section 4.19: `serializedValue` is the body as it is sent; of JSON it is read, other bodies are such text.
std::optional<Value> example_value(const Node& example, const http::MediaType* type) {
  for (const char* field : {"value", "dataValue"}) {
    if (const Node* value = example.find(field)) return Value(*value);
  }
  const Node* text = example.find("serializedValue");
  if (text == nullptr || !text->is_string() || type == nullptr) return std::nullopt;
  if (!http::is_json(*type)) return Value(text->text());
  const auto parsed = Document::parse_json(std::string(text->text()));
  return parsed ? std::optional<Value>(parsed->root()) : std::nullopt;
}

}  // namespace

std::optional<Place> ModelBuilder::child(const Place& owner, std::string_view key) {
  const Node* node = owner.node->find(key);
  if (node == nullptr) return std::nullopt;
  auto place = sources_.follow(owner.member(key, *node));
  if (!place) {
    diagnostics_.add(std::move(place).error());
    return std::nullopt;
  }
  return std::move(*place);
}

std::optional<schema::Schema> ModelBuilder::compile(const Place& place) {
  const std::string key = place.source->uri + "#" + place.pointer;
  const auto known = compiled_.find(key);
  if (known != compiled_.end()) return known->second;
  const bool old = contract_.version == Version::v2_0 || contract_.version == Version::v3_0;
  const auto dialect = old ? schema::Dialect::openapi30 : schema::Dialect::draft2020_12;
  auto schema = schema::compile(*contract_.schemas, place.source->uri, place.pointer, dialect);
  std::optional<schema::Schema> result;
  if (schema) {
    result = std::move(*schema);
  } else {
    diagnostics_.add(std::move(schema).error());
  }
  return compiled_.emplace(key, std::move(result)).first->second;
}

void ModelBuilder::read_schema(const Place& owner, std::string_view key, std::optional<schema::Schema>& schema,
                               std::shared_ptr<const WireShape>& wire) {
  const Node* node = owner.node->find(key);
  if (node == nullptr) return;
  Place place = owner.member(key, *node);
  while (node->size() == 1 && reference_of(*node) != nullptr) {
    auto target = sources_.resolve(place, reference_of(*node)->text());
    if (!target || target->node == node) break;
    const auto followed = sources_.follow(*target);
    if (!followed) break;
    place = std::move(*target);
    node = place.node;
  }
  schema = compile(place);
  auto& shape = shapes_[place.source->uri + "#" + place.pointer];
  if (shape == nullptr) shape = wire_shape(sources_, place);
  wire = shape;
}

std::vector<Example> ModelBuilder::examples(const Place& owner, const http::MediaType* type) {
  std::vector<Example> list;
  if (const Node* single = owner.node->find("example")) list.push_back(Example{"", Value(*single)});
  const Node* named = owner.node->find("examples");
  if (named == nullptr) return list;
  for (const Member& member : named->members()) {
    const auto place = child(owner.member("examples", *named), member.key);
    if (!place) continue;
    if (auto value = example_value(*place->node, type)) {
      list.push_back(Example{std::string(member.key), std::move(*value)});
    }
  }
  return list;
}

std::optional<MediaTypeObject> ModelBuilder::media_type(std::string name, const Place& place) {
  auto type = http::parse_media_type(name);
  if (!type) {
    diagnostics_.forbidden("'" + name + "' is no media type", place.location(), "such as 'application/json'");
    return std::nullopt;
  }
  MediaTypeObject media;
  media.name = std::move(name);
  media.type = std::move(*type);
  media.location = place.location();
  media.examples = examples(place, &media.type);
  read_schema(place, "schema", media.schema, media.wire);
  read_schema(place, "itemSchema", media.item_schema, media.item_wire);
  if (const Node* map = place.node->find("encoding")) {
    const Place map_place = place.member("encoding", *map);
    for (const Member& member : map->members()) {
      media.encoding.push_back(encoding(std::string(member.key), map_place.member(member.key, member.value)));
    }
  }
  if (const Node* list = place.node->find("prefixEncoding")) {
    const Place list_place = place.member("prefixEncoding", *list);
    std::size_t index = 0;
    for (const Node& item : list->items()) {
      media.prefix_encoding.push_back(encoding("", list_place.item(index++, item)));
    }
  }
  if (const Node* item = place.node->find("itemEncoding")) {
    media.item_encoding = std::make_shared<const Encoding>(encoding("", place.member("itemEncoding", *item)));
  }
  return media;
}

Encoding ModelBuilder::encoding(std::string property, const Place& place) {
  Encoding entry;
  entry.property = std::move(property);
  entry.content_type = std::string(text_of(*place.node, "contentType"));
  entry.style = style_named(text_of(*place.node, "style"));
  entry.explode = boolean_of(*place.node, "explode");
  entry.allow_reserved = flag_of(*place.node, "allowReserved");
  entry.headers = headers(place);
  return entry;
}

std::vector<HeaderObject> ModelBuilder::headers(const Place& owner) {
  std::vector<HeaderObject> list;
  const Node* map = owner.node->find("headers");
  if (map == nullptr) return list;
  const Place map_place = owner.member("headers", *map);
  for (const Member& member : map->members()) {
    if (http::equal_ignoring_case(member.key, "content-type")) continue;  // OAS 3.0.4, 4.7.17.1: shall be ignored
    const auto found = child(map_place, member.key);
    if (found && found->node->is_object()) list.push_back(header(std::string(member.key), *found));
  }
  return list;
}

std::vector<MediaTypeObject> ModelBuilder::content(const Place& owner) {
  std::vector<MediaTypeObject> list;
  const Node* map = owner.node->find("content");
  if (map == nullptr) return list;
  const Place map_place = owner.member("content", *map);
  for (const Member& member : map->members()) {
    if (member.key.substr(0, 2) == "x-" && member.key.find('/') == std::string_view::npos) continue;
    const auto place = child(map_place, member.key);
    if (!place || !place->node->is_object()) continue;
    if (auto media = media_type(std::string(member.key), *place)) list.push_back(std::move(*media));
  }
  return list;
}

std::optional<Parameter> ModelBuilder::parameter(const Place& place) {
  const auto in = in_named(text_of(*place.node, "in"));
  if (!in || text_of(*place.node, "name").empty()) return std::nullopt;
  Parameter parameter;
  parameter.name = std::string(text_of(*place.node, "name"));
  parameter.in = *in;
  parameter.required = flag_of(*place.node, "required") || *in == ParameterIn::path;
  parameter.deprecated = flag_of(*place.node, "deprecated");
  parameter.allow_empty_value = flag_of(*place.node, "allowEmptyValue");
  parameter.allow_reserved = flag_of(*place.node, "allowReserved");
  const bool form = *in == ParameterIn::query || *in == ParameterIn::cookie;
  parameter.style = style_named(text_of(*place.node, "style")).value_or(form ? Style::form : Style::simple);
  parameter.explode = boolean_of(*place.node, "explode").value_or(parameter.style == Style::form);
  parameter.examples = examples(place);
  parameter.location = place.location();
  read_schema(place, "schema", parameter.schema, parameter.wire);
  auto media = content(place);
  if (!media.empty()) parameter.content = std::move(media.front());
  return parameter;
}

HeaderObject ModelBuilder::header(std::string name, const Place& place) {
  HeaderObject header;
  header.name = std::move(name);
  header.required = flag_of(*place.node, "required");
  header.explode = flag_of(*place.node, "explode");
  header.examples = examples(place);
  header.location = place.location();
  read_schema(place, "schema", header.schema, header.wire);
  auto media = content(place);
  if (!media.empty()) header.content = std::move(media.front());
  return header;
}

std::optional<RequestBody> ModelBuilder::request_body(const Place& place) {
  RequestBody body;
  body.required = flag_of(*place.node, "required");
  body.content = content(place);
  body.location = place.location();
  if (body.content.empty()) return std::nullopt;
  return body;
}

ResponseObject ModelBuilder::response(std::string status, const Place& place) {
  ResponseObject response;
  response.status = std::move(status);
  response.description = std::string(text_of(*place.node, "description"));
  response.content = content(place);
  response.links = links(place);
  response.location = place.location();
  response.headers = headers(place);
  return response;
}

}  // namespace squall::contracts::openapi
