#include <algorithm>

#include "contracts/openapi/object_checks.h"

namespace squall::contracts::openapi {
namespace {

void check_encodings_exclude(const Scene& scene, const Place& place) {
  if (scene.version != v32) return;
  exclusive(scene, place, {"encoding", "prefixEncoding"});
  exclusive(scene, place, {"encoding", "itemEncoding"});
}

// The properties that alone an instance may have, as far as the schema says itself; nullptr when others are possible.
const Node* all_properties(const Scene& scene, const Place& media_type) {
  const Node* schema = media_type.node->find("schema");
  if (schema == nullptr) return nullptr;
  const auto target = scene.sources.follow(Place{media_type.source, schema, {}});
  if (!target || !target->node->is_object()) return nullptr;
  if (scene.since31() && reference_of(*schema) != nullptr && schema->size() > 1) return nullptr;
  constexpr std::string_view others[] = {"allOf",
                                         "anyOf",
                                         "oneOf",
                                         "not",
                                         "if",
                                         "additionalProperties",
                                         "patternProperties",
                                         "propertyNames",
                                         "dependentSchemas",
                                         "unevaluatedProperties",
                                         "$dynamicRef"};
  const bool open = std::any_of(std::begin(others), std::end(others),
                                [&](std::string_view keyword) { return target->node->find(keyword) != nullptr; });
  const Node* properties = target->node->find("properties");
  return open || properties == nullptr || !properties->is_object() ? nullptr : properties;
}

// OAS 3.0.4, section 4.7.14.1; 3.2 has encodings for what is no property, too.
void check_encoded_properties(const Scene& scene, const Place& place) {
  const Node* encoding = place.node->find("encoding");
  if (encoding == nullptr || scene.version == v32) return;
  const Node* properties = all_properties(scene, place);
  if (properties == nullptr) return;
  for (const Member& member : encoding->members()) {
    if (member.key.starts_with("x-") || properties->find(member.key) != nullptr) continue;
    scene.diagnostics.doubtful("'" + std::string(member.key) + "' has an encoding, and is no property of the schema",
                               place.source->document->locate_key(*encoding, member.key));
  }
}

}  // namespace

void check_media_type(const Scene& scene, const Place& place) {
  exclusive(scene, place, {"example", "examples"});
  check_encodings_exclude(scene, place);
  check_encoded_properties(scene, place);
}

void check_encoding(const Scene& scene, const Place& place) {
  check_encodings_exclude(scene, place);
  check_header_names(scene, place);
}

}  // namespace squall::contracts::openapi
