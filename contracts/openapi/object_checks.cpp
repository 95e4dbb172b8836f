#include "contracts/openapi/object_checks.h"

#include <set>

#include "contracts/openapi/text_checks.h"

namespace squall::contracts::openapi {
namespace {

void check_openapi(const Scene& scene, const Place& place) {
  const Node& node = *place.node;
  if (scene.since31() && !node.find("paths") && !node.find("components") && !node.find("webhooks")) {
    scene.diagnostics.forbidden("an OpenAPI document needs at least one of 'paths', 'components' and 'webhooks'",
                                place.location());
  }
  std::set<std::string_view> names;
  if (const Node* tags = node.find("tags")) {
    for (const Node& tag : tags->items()) {
      const auto name = text_of(tag, "name");
      if (!name.empty() && !names.insert(name).second) {
        scene.diagnostics.forbidden("tag '" + std::string(name) + "' is declared twice",
                                    place.source->document->locate(tag));
      }
    }
  }
}

void check_components(const Scene& scene, const Place& place) {
  for (const Member& section : place.node->members()) {
    if (section.key.substr(0, 2) == "x-") continue;
    for (const Member& component : section.value.members()) {
      if (is_component_name(component.key)) continue;
      scene.diagnostics.forbidden("component name '" + std::string(component.key) + "' is not allowed",
                                  place.source->document->locate_key(section.value, component.key),
                                  "use letters, digits, '.', '-' and '_' only");
    }
  }
}

void check_server(const Scene& scene, const Place& place) {
  const Node* variables = place.node->find("variables");
  for (const std::string& name : template_names(text_of(*place.node, "url")).names) {
    if (variables != nullptr && variables->find(name) != nullptr) continue;
    scene.diagnostics.forbidden("server variable '" + name + "' is not declared under 'variables'", place.location());
  }
}

void check_server_variable(const Scene& scene, const Place& place) {
  const Node* choices = place.node->find("enum");
  if (choices == nullptr || !choices->is_array() || !scene.since31()) return;
  if (choices->size() == 0) {
    return scene.diagnostics.forbidden("'enum' of a server variable must not be empty",
                                       place.source->document->locate(*choices));
  }
  const auto fallback = text_of(*place.node, "default");
  for (const Node& choice : choices->items()) {
    if (choice.text() == fallback) return;
  }
  scene.diagnostics.forbidden("'default' of a server variable must be one of its 'enum'", place.location());
}

void check_media_type(const Scene& scene, const Place& place) {
  exclusive(scene, place, {"example", "examples"});
  if (scene.version != v32) return;
  exclusive(scene, place, {"encoding", "prefixEncoding"});
  exclusive(scene, place, {"encoding", "itemEncoding"});
}

void check_example(const Scene& scene, const Place& place) {
  exclusive(scene, place, {"value", "externalValue"});
  if (scene.version != v32) return;
  exclusive(scene, place, {"value", "dataValue"});
  exclusive(scene, place, {"value", "serializedValue"});
  exclusive(scene, place, {"externalValue", "serializedValue"});
}

void check_link(const Scene& scene, const Place& place) {
  exclusive(scene, place, {"operationRef", "operationId"});
  if (!place.node->find("operationRef") && !place.node->find("operationId")) {
    scene.diagnostics.forbidden("a Link Object needs 'operationRef' or 'operationId'", place.location());
  }
}

void check_xml(const Scene& scene, const Place& place) {
  if (scene.version != v32) return;
  exclusive(scene, place, {"attribute", "nodeType"});
  exclusive(scene, place, {"wrapped", "nodeType"});
}

struct ObjectCheck {
  What what;
  void (*check)(const Scene&, const Place&);
};

constexpr ObjectCheck checks[] = {
    {What::openapi, check_openapi},
    {What::components, check_components},
    {What::server, check_server},
    {What::server_variable, check_server_variable},
    {What::paths, check_paths},
    {What::path_item, check_path_item},
    {What::operation, check_operation},
    {What::responses, check_responses},
    {What::parameter, check_parameter},
    {What::header, check_header},
    {What::media_type, check_media_type},
    {What::encoding, check_media_type},
    {What::example, check_example},
    {What::link, check_link},
    {What::schema, check_schema},
    {What::xml, check_xml},
    {What::security_scheme, check_security_scheme},
    {What::oauth_flows, check_oauth_flows},
};

}  // namespace

void check_object(const Scene& scene, What what, const Place& place) {
  for (const ObjectCheck& entry : checks) {
    if (entry.what == what) entry.check(scene, place);
  }
}

std::string_view text_of(const Node& object, std::string_view key) {
  const Node* value = object.find(key);
  return value != nullptr && value->is_string() ? value->text() : std::string_view{};
}

bool flag_of(const Node& object, std::string_view key) {
  const Node* value = object.find(key);
  return value != nullptr && value->boolean();
}

void exclusive(const Scene& scene, const Place& place, std::initializer_list<std::string_view> names) {
  std::string listed;
  std::string_view last;
  std::size_t present = 0;
  for (const std::string_view name : names) {
    listed += (listed.empty() ? "'" : " and '") + std::string(name) + "'";
    if (place.node->find(name) == nullptr) continue;
    ++present;
    last = name;
  }
  if (present < 2) return;
  scene.diagnostics.forbidden(listed + " exclude each other", place.source->document->locate_key(*place.node, last));
}

}  // namespace squall::contracts::openapi
