// Does a discriminator lead anywhere, and is there always something to lead by?

#include <algorithm>

#include "contracts/openapi/object_checks.h"
#include "contracts/openapi/text_checks.h"

namespace squall::contracts::openapi {
namespace {

constexpr int deepest_composition = 16;

// What a schema, and what it is composed of, says of a property.
struct Described {
  bool declared = false;
  bool required = false;
  bool unknown = false;  // some of it cannot be read
};

void describe(const Scene& scene, const Place& schema, std::string_view property, Described& found, int depth) {
  if (depth == 0 || !schema.node->is_object()) {
    found.unknown = found.unknown || depth == 0;
    return;
  }
  const Node& node = *schema.node;
  if (const Node* reference = reference_of(node)) {
    const auto target = scene.sources.resolve(schema, reference->text());
    if (target) {
      describe(scene, *target, property, found, depth - 1);
    } else {
      found.unknown = true;
    }
    if (!scene.since31()) return;
  }
  const Node* properties = node.find("properties");
  found.declared = found.declared || (properties != nullptr && properties->find(property) != nullptr);
  if (const Node* required = node.find("required"); required != nullptr && required->is_array()) {
    const auto names = required->items();
    found.required = found.required ||
                     std::any_of(names.begin(), names.end(), [&](const Node& name) { return name.text() == property; });
  }
  const Node* parts = node.find("allOf");
  if (parts == nullptr || !parts->is_array()) return;
  for (const Node& part : parts->items()) {
    describe(scene, Place{schema.source, &part, {}}, property, found, depth - 1);
  }
}

Described described(const Scene& scene, const Place& schema, std::string_view property) {
  Described found;
  describe(scene, schema, property, found, deepest_composition);
  return found;
}

// Whether an instance may be without the property although its schema declares it.
bool is_optional(const Scene& scene, const Place& schema, std::string_view property) {
  const Described own = described(scene, schema, property);
  if (own.required || own.unknown) return false;
  bool has_branches = false;
  for (const std::string_view keyword : {"oneOf", "anyOf"}) {
    const Node* branches = schema.node->find(keyword);
    if (branches == nullptr || !branches->is_array()) continue;
    has_branches = true;
    for (const Node& branch : branches->items()) {
      const Described one = described(scene, Place{schema.source, &branch, {}}, property);
      if (!one.required && !one.unknown && (one.declared || own.declared)) return true;
    }
  }
  return !has_branches && own.declared;
}

bool is_component(const Scene& scene, const Place& schema, std::string_view name) {
  for (const Node* root : {scene.root, &schema.source->document->root()}) {
    const Node* components = root->find("components");
    const Node* schemas = components != nullptr ? components->find("schemas") : nullptr;
    if (schemas != nullptr && schemas->find(name) != nullptr) return true;
  }
  return false;
}

// A name, or a URI reference. What may be a file or on the network is looked for where it is needed.
void check_target(const Scene& scene, const Place& schema, const Node& target) {
  if (!target.is_string()) return;
  const std::string_view text = target.text();
  const Location location = schema.source->document->locate(target);
  if (text.starts_with("#")) {
    auto found = scene.sources.resolve(schema, text);
    if (!found) scene.diagnostics.forbidden(found.error().message, location, found.error().hint);
  } else if (is_component_name(text) && text.find('.') == std::string_view::npos &&
             !is_component(scene, schema, text)) {
    scene.diagnostics.doubtful("no schema under 'components' is called '" + std::string(text) + "'", location);
  }
}

}  // namespace

void check_discriminator(const Scene& scene, const Place& schema) {
  const Node* discriminator = schema.node->find("discriminator");
  if (discriminator == nullptr || !discriminator->is_object()) return;
  if (const Node* mapping = discriminator->find("mapping")) {
    for (const Member& member : mapping->members()) check_target(scene, schema, member.value);
  }
  if (scene.version != v32) return;
  if (const Node* fallback = discriminator->find("defaultMapping")) return check_target(scene, schema, *fallback);
  const auto property = text_of(*discriminator, "propertyName");
  if (property.empty() || !is_optional(scene, schema, property)) return;
  scene.diagnostics.forbidden("the discriminator needs 'defaultMapping': '" + std::string(property) + "' may be absent",
                              schema.source->document->locate(*discriminator),
                              "name a schema for that, or make the property required");
}

void check_swagger_discriminator(const Scene& scene, const Place& schema) {
  const auto property = text_of(*schema.node, "discriminator");
  if (property.empty()) return;
  const Described found = described(scene, schema, property);
  if (found.unknown || (found.declared && found.required)) return;
  const std::string wrong = found.declared ? "must be required" : "must be a property of this schema";
  scene.diagnostics.forbidden("the discriminator '" + std::string(property) + "' " + wrong,
                              schema.source->document->locate(*schema.node->find("discriminator")));
}

}  // namespace squall::contracts::openapi
