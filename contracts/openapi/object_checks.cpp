#include "contracts/openapi/object_checks.h"

#include <map>

#include "contracts/openapi/text_checks.h"

namespace squall::contracts::openapi {
namespace {

// The version is written in full: "3.1.0", "3.2.0-rc1" (OAS 3.2.0, section 4.1).
bool is_full_version(std::string_view text) {
  std::size_t digits = 0;
  for (text.remove_prefix(4); digits < text.size() && text[digits] >= '0' && text[digits] <= '9'; ++digits) {
  }
  return digits > 0 && (digits == text.size() || (text[digits] == '-' && digits + 1 < text.size()));
}

void check_openapi(const Scene& scene, const Place& place) {
  const Node& node = *place.node;
  if (scene.since31() && !node.find("paths") && !node.find("components") && !node.find("webhooks")) {
    scene.diagnostics.forbidden("an OpenAPI document needs at least one of 'paths', 'components' and 'webhooks'",
                                place.location());
  }
  if (const auto version = text_of(node, "openapi"); version.size() < 4 || !is_full_version(version)) {
    const Location location = place.source->document->locate(*node.find("openapi"));
    scene.diagnostics.forbidden("'openapi' must be a whole version", location, "such as '3.1.0'");
  }
  if (text_of(node, "$self").find('#') != std::string_view::npos) {
    scene.diagnostics.forbidden("'$self' must have no fragment", place.source->document->locate(*node.find("$self")));
  }
  check_tags(scene, place);
  check_operation_ids(scene, place);
  check_server_names(scene, place);
}

void check_license(const Scene& scene, const Place& place) {
  if (scene.since31()) exclusive(scene, place, {"identifier", "url"});
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
  // OAS 3.0.4, section 4.7.26.1
  if (const auto name = text_of(*place.node, "namespace"); !name.empty() && !has_scheme(name)) {
    scene.diagnostics.forbidden("'namespace' must be a whole URI, found '" + std::string(name.substr(0, 60)) + "'",
                                place.source->document->locate(*place.node->find("namespace")),
                                "such as 'https://example.com/orders'");
  }
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
    {What::license, check_license},
    {What::components, check_components},
    {What::server, check_server},
    {What::server_variable, check_server_variable},
    {What::paths, check_paths},
    {What::path_item, check_path_item},
    {What::operation, check_operation},
    {What::responses, check_responses},
    {What::response, check_header_names},
    {What::parameter, check_parameter},
    {What::header, check_header},
    {What::media_type, check_media_type},
    {What::encoding, check_encoding},
    {What::example, check_example},
    {What::link, check_link},
    {What::schema, check_schema},
    {What::xml, check_xml},
    {What::security_scheme, check_security_scheme},
    {What::oauth_flows, check_oauth_flows},
    {What::security_requirement, check_security_requirement},
};

}  // namespace

void check_tags(const Scene& scene, const Place& place) {
  const Node* tags = place.node->find("tags");
  if (tags == nullptr) return;
  std::map<std::string_view, const Node*> known;
  for (const Node& tag : tags->items()) {
    const auto name = text_of(tag, "name");
    if (!name.empty() && !known.emplace(name, &tag).second) {
      scene.diagnostics.forbidden("tag '" + std::string(name) + "' is declared twice",
                                  place.source->document->locate(tag));
    }
  }
  for (const auto& [name, tag] : known) {
    const Node* at = tag;
    for (std::size_t steps = 0; at != nullptr && at->find("parent") != nullptr; ++steps) {
      const Location location = place.source->document->locate(*tag->find("parent"));
      const auto parent = known.find(text_of(*at, "parent"));
      if (parent == known.end() && at == tag) {
        scene.diagnostics.forbidden("the parent '" + std::string(text_of(*at, "parent")) + "' is no declared tag",
                                    location);
      }
      at = parent != known.end() ? parent->second : nullptr;
      if (steps < known.size()) continue;
      scene.diagnostics.forbidden("tag '" + std::string(name) + "' is below itself", location);
      break;
    }
  }
}

void check_object(const Scene& scene, What what, const Place& place) {
  if (scene.version == v20) return check_swagger_object(scene, what, place);
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
