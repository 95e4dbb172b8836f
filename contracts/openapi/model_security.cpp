#include <algorithm>

#include "contracts/openapi/model_builder.h"
#include "contracts/openapi/object_checks.h"

namespace squall::contracts::openapi {
namespace {

std::string lower(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return result;
}

std::vector<OAuthFlow> oauth_flows(const Node& scheme) {
  std::vector<OAuthFlow> list;
  const Node* flows = scheme.find("flows");
  if (flows == nullptr) return list;
  for (const Member& member : flows->members()) {
    if (member.key.starts_with("x-") || !member.value.is_object()) continue;
    OAuthFlow& flow = list.emplace_back();
    flow.kind = std::string(member.key);
    flow.authorization_url = std::string(text_of(member.value, "authorizationUrl"));
    flow.device_authorization_url = std::string(text_of(member.value, "deviceAuthorizationUrl"));
    flow.token_url = std::string(text_of(member.value, "tokenUrl"));
    flow.refresh_url = std::string(text_of(member.value, "refreshUrl"));
    const Node* scopes = member.value.find("scopes");
    if (scopes == nullptr) continue;
    for (const Member& scope : scopes->members()) flow.scopes.emplace_back(scope.key, scope.value.text());
  }
  return list;
}

}  // namespace

void ModelBuilder::add_security_schemes(const Place& root) {
  const Node* components = root.node->find("components");
  const Node* schemes = components != nullptr ? components->find("securitySchemes") : nullptr;
  if (schemes == nullptr) return;
  const Place map = root.member("components", *components).member("securitySchemes", *schemes);
  for (const Member& member : schemes->members()) {
    const auto place = sources_.follow(map.member(member.key, member.value));
    if (!place) continue;
    const Node& node = *place->node;
    SecurityScheme& scheme = contract_.security_schemes.emplace_back();
    scheme.name = std::string(member.key);
    scheme.type = std::string(text_of(node, "type"));
    scheme.scheme = lower(text_of(node, "scheme"));
    scheme.bearer_format = std::string(text_of(node, "bearerFormat"));
    scheme.in = std::string(text_of(node, "in"));
    scheme.parameter = std::string(text_of(node, "name"));
    scheme.flows = oauth_flows(node);
    scheme.open_id_connect_url = std::string(text_of(node, "openIdConnectUrl"));
    scheme.oauth2_metadata_url = std::string(text_of(node, "oauth2MetadataUrl"));
    scheme.deprecated = flag_of(node, "deprecated");
    scheme.location = place->location();
  }
}

}  // namespace squall::contracts::openapi
