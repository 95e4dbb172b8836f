#include <set>

#include "contracts/core/number.h"
#include "contracts/openapi/object_checks.h"

namespace squall::contracts::openapi {

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
}

}  // namespace squall::contracts::openapi
