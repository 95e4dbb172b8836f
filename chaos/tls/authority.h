#pragma once
// Authority: a throw-away certification authority. Its keys are P-256, drawn from the system's random source (a key is
// a secret, so it does not come from the run's seed), its certificates live for days.

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "contracts/core/result.h"

namespace squall::chaos::tls {

struct Credentials {
  std::string certificate_pem;
  std::string key_pem;  // PKCS #8, not encrypted
};

// What is wrong with a certificate, one thing each.
enum class Flaw { none, expired, wrong_host, self_signed, unknown_ca };

inline constexpr std::chrono::hours kLifetime{7 * 24};
inline constexpr const char* kAuthorityCertificate = "ca.pem";
inline constexpr const char* kAuthorityKey = "ca-key.pem";

// Two new files; the key is for its owner only (0600). Errors (io): one of them is there already; then there is
// neither.
contracts::Status save(const Credentials& credentials, const std::string& certificate_file,
                       const std::string& key_file);

// Immutable, so that any thread may use it.
class Authority {
 public:
  static contracts::Result<std::shared_ptr<const Authority>> create(std::chrono::seconds lifetime = kLifetime);
  // From a folder that save() wrote. Errors: files missing (io), no certificate or key, keys that do not belong
  // together, an expired certificate (malformed).
  static contracts::Result<std::shared_ptr<const Authority>> load(const std::string& folder);
  // Makes the folder if need be. Errors as those of the function above.
  contracts::Status save(const std::string& folder) const;

  const std::string& certificate_pem() const { return own_.certificate_pem; }
  std::string expires() const;  // "Nov 28 13:00:00 2026 GMT"

  // For servers and clients; `hosts` are DNS names, "*.shop.test", or IP addresses. It ends no later than the
  // authority's own. Errors (usage): no host, or one that cannot stand in a certificate.
  contracts::Result<Credentials> issue(const std::vector<std::string>& hosts,
                                       std::chrono::seconds lifetime = kLifetime) const;
  contracts::Result<Credentials> issue_flawed(const std::vector<std::string>& hosts, Flaw flaw) const;

 private:
  explicit Authority(Credentials own) : own_(std::move(own)) {}
  const Credentials own_;
};

bool is_ip_address(const std::string& host);
// A DNS name, at most the first label being "*", or an IP address.
bool can_be_certified(const std::string& host);

}  // namespace squall::chaos::tls
