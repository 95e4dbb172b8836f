#pragma once
// Makes access tokens (RFC 9068), id tokens (OpenID Connect Core, section 2), and the opaque texts of codes and refresh
// tokens. Token ids and opaque texts come from the seed and from what they are for; signatures are the keys' business.

#include <array>
#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "harness/issuer/grants.h"
#include "harness/issuer/jwt.h"
#include "harness/issuer/settings.h"
#include "harness/issuer/token_flaw.h"

namespace squall::harness {

// Thread-safe.
class TokenMaker {
 public:
  // Makes two keys, the one that signs and one that does not yet, so that nobody takes the set's only one unseen.
  // `settings` outlives it.
  static contracts::Result<std::unique_ptr<TokenMaker>> create(const IssuerSettings& settings);

  std::string access_token(const std::string& issuer, const Grant& grant, TokenFlaw flaw);
  // `access_token`: the one that it goes with.
  std::string id_token(const std::string& issuer, const Grant& grant, const std::string& access_token, TokenFlaw flaw);
  // Fit for a URL; another one each time. `kind`: "code", "refresh", "family".
  std::string opaque(std::string_view kind, const Grant& grant);

  const std::vector<SigningKey>& keys() const { return keys_; }
  contracts::Value key_set() const;  // RFC 7517, section 5

 private:
  TokenMaker(const IssuerSettings& settings, std::vector<SigningKey> keys)
      : settings_(settings), keys_(std::move(keys)) {}
  std::string drawn(std::string_view kind, const Grant& grant, std::size_t bytes);
  std::string finished(contracts::Value claims, std::string_view type, TokenFlaw flaw);
  const SigningKey* stranger();  // made when it is first needed; nullptr if OpenSSL could not

  const IssuerSettings& settings_;
  const std::vector<SigningKey> keys_;  // the first signs
  std::once_flag made_;
  std::unique_ptr<const SigningKey> stranger_;
  // Occurrences, by a hash of what is drawn for whom: bounded, and independent of what others ask.
  std::array<std::atomic<std::uint64_t>, 1024> occurrences_{};
};

}  // namespace squall::harness
