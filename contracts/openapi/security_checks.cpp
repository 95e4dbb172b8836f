#include "contracts/openapi/object_checks.h"

namespace squall::contracts::openapi {
namespace {

struct Need {
  std::string_view of;  // a scheme's type, or a flow's name
  std::string_view field;
};
constexpr Need scheme_needs[] = {{"apiKey", "name"},
                                 {"apiKey", "in"},
                                 {"http", "scheme"},
                                 {"oauth2", "flows"},
                                 {"openIdConnect", "openIdConnectUrl"}};
constexpr Need flow_needs[] = {{"implicit", "authorizationUrl"},
                               {"password", "tokenUrl"},
                               {"clientCredentials", "tokenUrl"},
                               {"authorizationCode", "authorizationUrl"},
                               {"authorizationCode", "tokenUrl"},
                               {"deviceAuthorization", "tokenUrl"},
                               {"deviceAuthorization", "deviceAuthorizationUrl"}};

}  // namespace

void check_security_scheme(const Scene& scene, const Place& place) {
  const auto type = text_of(*place.node, "type");
  for (const Need& need : scheme_needs) {
    if (need.of != type || place.node->find(need.field) != nullptr) continue;
    scene.diagnostics.forbidden(
        "a security scheme of type '" + std::string(type) + "' needs '" + std::string(need.field) + "'",
        place.location());
  }
}

void check_oauth_flows(const Scene& scene, const Place& place) {
  for (const Need& need : flow_needs) {
    const Node* flow = place.node->find(need.of);
    if (flow == nullptr || !flow->is_object() || flow->find(need.field) != nullptr) continue;
    scene.diagnostics.forbidden("the OAuth flow '" + std::string(need.of) + "' needs '" + std::string(need.field) + "'",
                                place.source->document->locate(*flow));
  }
}

}  // namespace squall::contracts::openapi
