#include "contracts/openapi/object_checks.h"
#include "contracts/openapi/swagger_parts.h"

namespace squall::contracts::openapi {
namespace {

std::string_view flow_named(std::string_view flow) {
  if (flow == "application") return "clientCredentials";
  if (flow == "accessCode") return "authorizationCode";
  return flow;
}

}  // namespace

Node SwaggerParts::security_scheme(const Node& definition) {
  const auto type = text_of(definition, "type");
  Members members;
  take(members, definition, {"description"});
  if (type == "basic") {
    put(members, "type", text("http", definition));
    put(members, "scheme", text("basic", definition));
  } else if (type == "oauth2") {
    Members flow;
    take(flow, definition, {"authorizationUrl", "tokenUrl", "scopes"});
    const Member entry = made_.member(flow_named(text_of(definition, "flow")), made_.object(flow, definition));
    put(members, "type", text("oauth2", definition));
    put(members, "flows", made_.object({&entry, 1}, definition));
  } else {
    take(members, definition, {"type", "name", "in"});
  }
  return made_.object(members, definition);
}

}  // namespace squall::contracts::openapi
