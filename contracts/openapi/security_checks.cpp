#include "contracts/openapi/object_checks.h"
#include "contracts/openapi/text_checks.h"

namespace squall::contracts::openapi {
namespace {

// Fields of one kind of object: what it needs, and what it may have beside that.
struct Kind {
  std::string_view name;  // a scheme's type, or a flow's name
  std::string_view needs;
  std::string_view others;
};
// OAS 3.0.4, section 4.7.27.1; OAS 3.2.0, section 4.27.1.
constexpr Kind schemes[] = {{"apiKey", "name in", ""},
                            {"http", "scheme", "bearerFormat"},
                            {"mutualTLS", "", ""},
                            {"oauth2", "flows", "oauth2MetadataUrl"},
                            {"openIdConnect", "openIdConnectUrl", ""}};
// OAS 3.0.4, section 4.7.29.1; OAS 3.2.0, section 4.29.1.
constexpr Kind flows[] = {{"implicit", "authorizationUrl", ""},
                          {"password", "tokenUrl", ""},
                          {"clientCredentials", "tokenUrl", ""},
                          {"authorizationCode", "authorizationUrl tokenUrl", ""},
                          {"deviceAuthorization", "tokenUrl deviceAuthorizationUrl", ""}};
constexpr std::string_view scheme_fields =
    "name in scheme bearerFormat flows oauth2MetadataUrl openIdConnectUrl";  // those that only some types have
constexpr std::string_view flow_fields = "authorizationUrl tokenUrl deviceAuthorizationUrl";

void check_kind(const Scene& scene, const Place& place, const Kind& kind, std::string_view fields,
                const std::string& noun) {
  for (const std::string& field : words_of(fields)) {
    const bool present = place.node->find(field) != nullptr;
    if (is_word_of(field, kind.needs) && !present) {
      scene.diagnostics.forbidden(noun + " needs '" + field + "'", place.location());
    } else if (present && !is_word_of(field, kind.needs) && !is_word_of(field, kind.others)) {
      scene.diagnostics.forbidden("'" + field + "' is not for " + noun,
                                  place.source->document->locate_key(*place.node, field));
    }
  }
}

}  // namespace

void check_security_scheme(const Scene& scene, const Place& place) {
  const auto type = text_of(*place.node, "type");
  for (const Kind& kind : schemes) {
    if (kind.name == type) {
      check_kind(scene, place, kind, scheme_fields, "a security scheme of type '" + std::string(type) + "'");
    }
  }
}

void check_oauth_flows(const Scene& scene, const Place& place) {
  for (const Kind& kind : flows) {
    const Node* flow = place.node->find(kind.name);
    if (flow == nullptr || !flow->is_object()) continue;
    check_kind(scene, Place{place.source, flow, {}}, kind, flow_fields,
               "the OAuth flow '" + std::string(kind.name) + "'");
  }
}

// Names are those of the entry document's components, wherever the requirement stands (OAS 3.1.1, section 4.8.30).
void check_security_requirement(const Scene& scene, const Place& place) {
  const Node* components = scene.root->find("components");
  const Node* known = components != nullptr ? components->find("securitySchemes") : nullptr;
  for (const Member& member : place.node->members()) {
    const Node* scheme = known != nullptr ? known->find(member.key) : nullptr;
    const bool uri = scene.version == v32 && member.key.find_first_of("/:#.") != std::string_view::npos;
    if (scheme == nullptr && !uri) {
      const std::string message = "security scheme '" + std::string(member.key) + "' is not declared";
      const Location location = place.source->document->locate_key(*place.node, member.key);
      const char* hint = "schemes are declared under 'components', 'securitySchemes'";
      // The specification's own examples leave them out since 3.1.
      if (scene.since31()) {
        scene.diagnostics.doubtful(message, location, hint);
      } else {
        scene.diagnostics.forbidden(message, location, hint);
      }
    }
    if (scheme == nullptr || scene.version != v30 || member.value.size() == 0) continue;
    const auto type = text_of(*scheme, "type");
    if (type != "apiKey" && type != "http") continue;
    scene.diagnostics.forbidden("a security scheme of type '" + std::string(type) + "' has no scopes",
                                place.source->document->locate(member.value), "write []");
  }
}

}  // namespace squall::contracts::openapi
