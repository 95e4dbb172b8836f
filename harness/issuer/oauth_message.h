#pragma once
// Requests and answers of OAuth endpoints. Internal to this room.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "contracts/core/result.h"
#include "contracts/core/value.h"
#include "contracts/http/message.h"

namespace squall::harness {

// Parameters of a query or form. None stands twice (RFC 6749, section 3.1), but `resource` (RFC 8707, section 2).
class OAuthParameters {
 public:
  static contracts::Result<OAuthParameters> of_query(std::string_view query);
  // Errors: the media type is not application/x-www-form-urlencoded.
  static contracts::Result<OAuthParameters> of_form(const contracts::http::Request& request);
  const std::string& get(std::string_view name) const;  // "" when absent
  bool has(std::string_view name) const { return !get(name).empty(); }

 private:
  std::vector<std::pair<std::string, std::string>> values_;
};

// An answer with a JSON body that must not be stored (RFC 6749, section 5.1).
contracts::http::Response json_answer(int status, const contracts::Value& body);
// RFC 6749, section 5.2. `invalid_client` is a 401, as the client may have tried by Authorization.
contracts::http::Response oauth_error(const std::string& code, const std::string& description);
contracts::http::Response redirect_to(const std::string& uri, const OAuthParameters& request,
                                      const std::vector<std::pair<std::string, std::string>>& parameters);

// The token of `Authorization: Bearer` (RFC 6750, section 2.1); "" where there is none.
std::string bearer_token(const contracts::http::Request& request);
// WWW-Authenticate of a refusal (RFC 6750, section 3); no error where no token came.
std::string bearer_challenge(std::string_view error, std::string_view description, std::string_view scope = "");

}  // namespace squall::harness
