#pragma once
// Keys that tokens are signed with (JWS, RFC 7515; algorithms of RFC 7518, sections 3.3 and 3.4), by OpenSSL. They are
// drawn from the system's random source: a key is a secret, so it does not come from the seed.

#include <memory>
#include <string>
#include <string_view>

#include "contracts/core/result.h"
#include "contracts/core/value.h"

namespace squall::harness {

enum class Algorithm { rs256, es256 };
std::string_view to_string(Algorithm algorithm);  // as in a token's header: "RS256"

// Immutable; cheap to copy. Any thread may use it.
class SigningKey {
 public:
  // 2048 bits of RSA, which may take some tenths of a second, or P-256. Errors (internal): OpenSSL could not.
  static contracts::Result<SigningKey> create(Algorithm algorithm);

  Algorithm algorithm() const;
  const std::string& id() const;                  // the thumbprint of the public key (RFC 7638)
  contracts::Value public_jwk() const;            // RFC 7517
  std::string sign(std::string_view text) const;  // the JWS signature's bytes; "" if OpenSSL could not
  bool verifies(std::string_view text, std::string_view signature) const;

 private:
  struct Impl;
  explicit SigningKey(std::shared_ptr<const Impl> impl) : impl_(std::move(impl)) {}
  std::shared_ptr<const Impl> impl_;
};

std::string sha256(std::string_view text);  // 32 bytes

}  // namespace squall::harness
