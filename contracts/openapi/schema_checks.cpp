#include <set>

#include "contracts/core/number.h"
#include "contracts/openapi/object_checks.h"

namespace squall::contracts::openapi {
namespace {

// JSON Schema 2020-12, core, section 8.2.1; dialects before 2019-09 name fragments by it.
void check_id(const Scene& scene, const Place& place) {
  const auto id = text_of(*place.node, "$id");
  const auto hash = id.find('#');
  if (hash == std::string_view::npos || hash + 1 == id.size()) return;
  if (place.node->find("$schema") != nullptr || scene.root->find("jsonSchemaDialect") != nullptr) return;
  scene.diagnostics.forbidden("'$id' must have no fragment", place.source->document->locate(*place.node->find("$id")),
                              "name a place in a schema by '$anchor'");
}

}  // namespace

void check_schema(const Scene& scene, const Place& place) {
  const Node& node = *place.node;
  const Document& document = *place.source->document;
  if (const Node* required = node.find("required"); required != nullptr && required->is_array()) {
    std::set<std::string_view> names;
    for (const Node& name : required->items()) {
      if (names.insert(name.text()).second) continue;
      scene.diagnostics.forbidden("'required' names '" + std::string(name.text()) + "' twice", document.locate(name));
    }
    if (required->size() == 0 && !scene.since31()) {
      scene.diagnostics.forbidden("'required' must name at least one property", document.locate(*required),
                                  "leave 'required' out");
    }
  }
  for (const std::string_view list : {"enum", "allOf", "anyOf", "oneOf", "prefixItems"}) {
    const Node* choices = node.find(list);
    if (choices == nullptr || !choices->is_array() || choices->size() != 0) continue;
    // 2020-12 only advises against an empty enum (validation, section 6.1.2).
    const std::string message = "'" + std::string(list) + "' must not be empty";
    if (list == "enum" && scene.since31()) {
      scene.diagnostics.doubtful(message, document.locate(*choices));
    } else if (list != "prefixItems" || scene.since31()) {
      scene.diagnostics.forbidden(message, document.locate(*choices));
    }
  }
  if (!scene.since31() && text_of(node, "type") == "array" && node.find("items") == nullptr) {
    scene.diagnostics.forbidden("a schema of type 'array' needs 'items'", place.location());
  }
  if (const Node* divisor = node.find("multipleOf"); divisor != nullptr && divisor->is_number()) {
    if (compare(divisor->text(), "0") <= 0) {
      scene.diagnostics.forbidden("'multipleOf' must be greater than 0", document.locate(*divisor));
    }
  }
  if (scene.version == v30 && flag_of(node, "readOnly") && flag_of(node, "writeOnly")) {  // JSON Schema allows both
    scene.diagnostics.forbidden("'readOnly' and 'writeOnly' exclude each other", place.location());
  }
  if (scene.since31()) check_id(scene, place);
  check_discriminator(scene, place);
}

}  // namespace squall::contracts::openapi
