// Rules between the fields of Swagger 2.0's objects.

#include "contracts/openapi/object_checks.h"
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
  if (text_of(*place.node, "host").find_first_of("/{}") != std::string_view::npos) {
    forbid(scene, place, "host", "'host' is a host and perhaps a port, without scheme and path");
  }
}

void check_array(const Scene& scene, const Place& place) {
  if (text_of(*place.node, "type") == "array") need(scene, place, "items", "an array");
}

void check_swagger_parameter(const Scene& scene, const Place& place) {
  const Node& node = *place.node;
  const auto in = text_of(node, "in");
  const std::string name(text_of(node, "name"));
  if (in == "body") {
    need(scene, place, "schema", "a body parameter");
    for (const std::string_view field : {"type", "items", "collectionFormat"}) {
      if (node.find(field) != nullptr) {
        forbid(scene, place, field, "a body parameter has 'schema', not '" + std::string(field) + "'");
      }
    }
    return;
  }
  if (in.empty()) return;
  need(scene, place, "type", "a " + std::string(in) + " parameter");
  check_array(scene, place);
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
    if (known != nullptr && known->find(member.key) != nullptr) continue;
    forbid(scene, place, member.key, "security scheme '" + std::string(member.key) + "' is not declared");
  }
}

}  // namespace

void check_swagger_object(const Scene& scene, What what, const Place& place) {
  switch (what) {
    case What::openapi:
      check_swagger(scene, place);
      break;
    case What::paths:
      check_paths(scene, place);
      break;
    case What::path_item:
      check_path_item(scene, place);
      break;
    case What::operation:
      check_operation(scene, place);
      check_bodies(scene, place);
      break;
    case What::responses:
      check_responses(scene, place);
      break;
    case What::parameter:
      check_swagger_parameter(scene, place);
      break;
    case What::items:
    case What::header:
      check_array(scene, place);
      break;
    case What::schema:
      check_schema(scene, place);
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
