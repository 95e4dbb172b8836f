#pragma once
// Security schemes and what operations ask of them (OAS 3.0.4, sections 4.7.27 to 4.7.30).

#include <string>
#include <utility>
#include <vector>

#include "contracts/core/error.h"

namespace squall::contracts::openapi {

struct OAuthFlow {
  std::string kind;  // implicit, password, clientCredentials, authorizationCode, deviceAuthorization
  std::string authorization_url;
  std::string device_authorization_url;
  std::string token_url;
  std::string refresh_url;
  std::vector<std::pair<std::string, std::string>> scopes;  // name -> description
};

struct SecurityScheme {
  std::string name;           // key in components.securitySchemes
  std::string type;           // apiKey, http, oauth2, openIdConnect, mutualTLS
  std::string scheme;         // http: basic, bearer ... (lower case)
  std::string bearer_format;  // http bearer: "JWT"; a hint only
  std::string in;             // apiKey: query, header, cookie
  std::string parameter;      // apiKey: its name
  std::vector<OAuthFlow> flows;
  std::string open_id_connect_url;
  std::string oauth2_metadata_url;
  bool deprecated = false;
  Location location;
};

// One alternative: all of these schemes together (with scopes). An empty one means "no security needed".
using SecurityRequirement = std::vector<std::pair<std::string, std::vector<std::string>>>;

}  // namespace squall::contracts::openapi
