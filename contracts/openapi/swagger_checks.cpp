// Rules between the fields of Swagger 2.0's objects.

#include <algorithm>
#include <set>
#include <span>

#include "contracts/openapi/object_checks.h"
#include "contracts/openapi/path_items.h"
#include "contracts/openapi/text_checks.h"

namespace squall::contracts::openapi {
namespace {

void forbid(const Scene& scene, const Place& place, std::string_view field, std::string message) {
  scene.diagnostics.forbidden(std::move(message), place.source->document->locate_key(*place.node, field));
}

void need(const Scene& scene, const Place& place, std::string_view field, const std::string& noun) {
  if (place.node->find(field) != nullptr) return;
  scene.diagnostics.forbidden(noun + " needs '" + std::string(field) + "'", place.location());
}

void check_swagger(const Scene& scene, const Place& place) {
  const auto base = text_of(*place.node, "basePath");
  if (place.node->find("basePath") != nullptr && !base.starts_with('/')) {
    forbid(scene, place, "basePath", "'basePath' must begin with '/'");
  }
  if (base.find_first_of("{}") != std::string_view::npos) {
    forbid(scene, place, "basePath", "'basePath' has no parameters");
  }
  if (text_of(*place.node, "host").find_first_of("/{}") != std::string_view::npos) {
    forbid(scene, place, "host", "'host' is a host and perhaps a port, without scheme and path");
  }
}

// Of the document or an operation. The specification's JSON Schema, not its text, asks for it.
void check_schemes(const Scene& scene, const Place& place) {
  const Node* schemes = place.node->find("schemes");
  if (schemes == nullptr) return;
  std::set<std::string_view> names;
  for (const Node& scheme : schemes->items()) {
    if (names.insert(scheme.text()).second) continue;
    scene.diagnostics.doubtful("scheme '" + std::string(scheme.text()) + "' is named twice",
                               place.source->document->locate(scheme));
  }
}

// A parameter that is no body, items or a header.
void check_value(const Scene& scene, const Place& place) {
  if (text_of(*place.node, "type") == "array") need(scene, place, "items", "an array");
  if (const Node* choices = place.node->find("enum");
      choices != nullptr && choices->is_array() && choices->size() == 0) {
    forbid(scene, place, "enum", "'enum' must not be empty");
  }
}

// Only the schema of a response is a file, as a whole (Swagger 2.0, Response Object).
void check_no_file(const Scene& scene, const Place& schema) {
  if (text_of(*schema.node, "type") != "file") return;
  forbid(scene, schema, "type", "type 'file' is for formData parameters and whole responses only");
}

void check_swagger_schema(const Scene& scene, const Place& place) {
  check_schema(scene, place);
  check_swagger_discriminator(scene, place);
  for (const std::string_view keyword : {"items", "additionalProperties"}) {
    if (const Node* part = place.node->find(keyword)) check_no_file(scene, Place{place.source, part, {}});
  }
  if (const Node* properties = place.node->find("properties")) {
    for (const Member& member : properties->members()) check_no_file(scene, Place{place.source, &member.value, {}});
  }
}

void check_swagger_parameter(const Scene& scene, const Place& place) {
  const Node& node = *place.node;
  const auto in = text_of(node, "in");
  const std::string name(text_of(node, "name"));
  if (in == "body") {
    need(scene, place, "schema", "a body parameter");
    if (const Node* schema = node.find("schema")) check_no_file(scene, Place{place.source, schema, {}});
    for (const std::string_view field : {"type", "items", "collectionFormat"}) {
      if (node.find(field) != nullptr) {
        forbid(scene, place, field, "a body parameter has 'schema', not '" + std::string(field) + "'");
      }
    }
    return;
  }
  if (in.empty()) return;
  need(scene, place, "type", "a " + std::string(in) + " parameter");
  check_value(scene, place);
  if (node.find("schema") != nullptr) forbid(scene, place, "schema", "'schema' is for body parameters only");
  if (in == "path" && !flag_of(node, "required")) {
    scene.diagnostics.forbidden("path parameter '" + name + "' needs 'required: true'", place.location());
  }
  if (text_of(node, "type") == "file" && in != "formData") {
    forbid(scene, place, "type", "type 'file' is for formData parameters only");
  }
  if (text_of(node, "collectionFormat") == "multi" && in != "query" && in != "formData") {
    forbid(scene, place, "collectionFormat", "collectionFormat 'multi' is for query and formData parameters only");
  }
  if (node.find("allowEmptyValue") != nullptr && in != "query" && in != "formData") {
    forbid(scene, place, "allowEmptyValue", "'allowEmptyValue' is for query and formData parameters only");
  }
}

void check_bodies(const Scene& scene, const Place& place) {
  const Node* list = place.node->find("parameters");
  if (list == nullptr) return;
  std::size_t bodies = 0, fields = 0;
  for (const Node& item : list->items()) {
    const auto target = scene.sources.follow(Place{place.source, &item, {}});
    if (!target) continue;
    const auto in = text_of(*target->node, "in");
    bodies += in == "body" ? 1 : 0;
    fields += in == "formData" ? 1 : 0;
  }
  if (bodies > 1) forbid(scene, place, "parameters", "only one body parameter is possible");
  if (bodies > 0 && fields > 0) forbid(scene, place, "parameters", "body and formData parameters exclude each other");
}

bool takes_file(const Scene& scene, const Place& owner) {
  const Node* list = owner.node->find("parameters");
  if (list == nullptr) return false;
  const auto items = list->items();
  return std::any_of(items.begin(), items.end(), [&](const Node& item) {
    const auto target = scene.sources.follow(Place{owner.source, &item, {}});
    return target && text_of(*target->node, "type") == "file" && text_of(*target->node, "in") == "formData";
  });
}

// A file is sent as a form (Swagger 2.0, Parameter Object, `type`).
void check_files(const Scene& scene, const Place& operation, const Place& item) {
  if (!takes_file(scene, operation) && !takes_file(scene, item)) return;
  const Node* own = operation.node->find("consumes");
  const Node* types = own != nullptr ? own : scene.root->find("consumes");
  const auto items = types != nullptr ? types->items() : std::span<const Node>();
  const auto is_form = [](const Node& type) {
    const std::string_view name = type.text().substr(0, type.text().find(';'));
    return is_word_of(name, "multipart/form-data application/x-www-form-urlencoded");
  };
  if (std::any_of(items.begin(), items.end(), is_form)) return;
  scene.diagnostics.forbidden("an operation that takes a file consumes a form",
                              own != nullptr ? operation.source->document->locate(*own) : operation.location(),
                              "write consumes: [multipart/form-data]");
}

void check_definition(const Scene& scene, const Place& place) {
  const auto type = text_of(*place.node, "type");
  const std::string noun = "a security scheme of type '" + std::string(type) + "'";
  if (type == "apiKey") {
    need(scene, place, "name", noun);
    need(scene, place, "in", noun);
  }
  if (type != "oauth2") return;
  const auto flow = text_of(*place.node, "flow");
  need(scene, place, "flow", noun);
  need(scene, place, "scopes", noun);
  if (flow == "implicit" || flow == "accessCode") need(scene, place, "authorizationUrl", noun);
  if (flow == "password" || flow == "application" || flow == "accessCode") need(scene, place, "tokenUrl", noun);
}

void check_requirement(const Scene& scene, const Place& place) {
  const Node* known = scene.root->find("securityDefinitions");
  for (const Member& member : place.node->members()) {
    const Node* scheme = known != nullptr ? known->find(member.key) : nullptr;
    if (scheme == nullptr) {
      forbid(scene, place, member.key, "security scheme '" + std::string(member.key) + "' is not declared");
    } else if (const auto type = text_of(*scheme, "type"); type != "oauth2" && member.value.size() != 0) {
      scene.diagnostics.forbidden("a security scheme of type '" + std::string(type) + "' has no scopes",
                                  place.source->document->locate(member.value), "write []");
    }
  }
}

}  // namespace

void check_swagger_object(const Scene& scene, What what, const Place& place) {
  switch (what) {
    case What::openapi:
      check_swagger(scene, place);
      check_schemes(scene, place);
      check_tags(scene, place);
      check_operation_ids(scene, place);
      break;
    case What::paths:
      check_paths(scene, place);
      break;
    case What::path_item:
      check_path_item(scene, place);
      for (const PathItemPart& part : path_item_parts(scene.sources, place)) {
        for (const auto& operation : part.operations) check_files(scene, operation.second, part.place);
      }
      break;
    case What::operation:
      check_operation(scene, place);
      check_bodies(scene, place);
      check_schemes(scene, place);
      break;
    case What::responses:
      check_responses(scene, place);
      break;
    case What::parameter:
      check_swagger_parameter(scene, place);
      break;
    case What::items:
    case What::header:
      check_value(scene, place);
      break;
    case What::response:
      check_header_names(scene, place);
      break;
    case What::schema:
      check_swagger_schema(scene, place);
      break;
    case What::security_scheme:
      check_definition(scene, place);
      break;
    case What::security_requirement:
      check_requirement(scene, place);
      break;
    default:
      break;
  }
}

}  // namespace squall::contracts::openapi
