#pragma once
// What an issuer remembers between requests: authorization codes, refresh tokens, and what was revoked. Bounded: beyond
// that the oldest are forgotten, as if they had expired.

#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>

namespace squall::harness {

// What somebody was allowed.
struct Grant {
  std::string family;  // all tokens that came of one authorization bear it
  std::string client, subject, scope, audience;
  std::string nonce;            // OpenID Connect Core, section 3.1.2.1; "" for none
  std::int64_t authorized = 0;  // seconds since 1970

  // Of a code only.
  std::string redirect_uri;
  std::string challenge, challenge_method;  // RFC 7636; "" for none

  std::int64_t expires = 0;
  bool operator==(const Grant&) const = default;
};

// Thread-safe.
class Grants {
 public:
  explicit Grants(std::size_t most = 10'000) : most_(most) {}

  void keep(const std::string& token, Grant grant);
  // Codes and refresh tokens are for once. One that was taken already, or expired, gives nullopt; taken twice, it
  // revokes its family (RFC 6749, section 4.1.2; RFC 9700, section 4.14.2).
  std::optional<Grant> take(const std::string& token, std::int64_t now);
  // Without taking it.
  std::optional<Grant> find(const std::string& token, std::int64_t now) const;

  void revoke_family(const std::string& family);
  void revoke_id(const std::string& token_id);  // of an access token
  bool revoked(const std::string& family, const std::string& token_id) const;
  void clear();

 private:
  struct Kept {
    Grant grant;
    bool taken = false;
  };
  void revoke(std::string what);

  const std::size_t most_;
  mutable std::mutex mutex_;
  std::unordered_map<std::string, Kept> kept_;
  std::deque<std::string> order_;
  std::set<std::string> revoked_;
  std::deque<std::string> revoked_order_;
};

}  // namespace squall::harness
