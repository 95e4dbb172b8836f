#pragma once
// Where messages carry secrets: credentials, cookies, the API keys that a contract declares, and members that are
// called like a secret.

#include <array>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "contracts/http/message.h"
#include "contracts/openapi/contract.h"

namespace squall::harness {

inline constexpr std::string_view kHidden = "[redacted]";  // printed in place of a secret

// Secret in any message, in lower case.
inline constexpr std::array<std::string_view, 4> kSecretHeaders = {"authorization", "proxy-authorization", "cookie",
                                                                   "set-cookie"};

class SecretPlaces {
 public:
  SecretPlaces() = default;
  explicit SecretPlaces(const contracts::openapi::Contract& contract) { add(contract); }
  void add(const contracts::openapi::Contract& contract);  // its API keys
  bool is_header(std::string_view name) const;
  bool is_query(std::string_view decoded_name) const;

 private:
  std::vector<std::string> headers_, queries_;
};

// password, client_secret, accessToken, api-key ...: what a member of a body or query is that is called so.
bool is_called_a_secret(std::string_view name);

// Values of messages, as they stand in such places, with what is printed instead.
class SecretValues {
 public:
  explicit SecretValues(SecretPlaces places, std::map<std::string, std::string> known = {})
      : places_(std::move(places)), values_(std::move(known)) {}
  void add(const std::string& value);
  void add_headers(const contracts::http::Headers& headers);  // of cookies the values, of "Bearer abc" the token too
  void add_query(std::string_view query);
  std::map<std::string, std::string> take() { return std::move(values_); }

 private:
  void add_pairs(std::string_view text, char separator);

  SecretPlaces places_;
  std::map<std::string, std::string> values_;
};

}  // namespace squall::harness
