#pragma once
// TokenSource: the access token of OAuth 2.0 client credentials (RFC 6749, section 4.4), fetched when it is first
// needed, again before it expires, and when the service refuses it. Thread-safe; one fetch at a time.

#include <functional>
#include <mutex>
#include <set>
#include <string>

#include "contracts/core/result.h"
#include "harness/check/secrets.h"
#include "harness/system/auth_spec.h"
#include "harness/traffic/client.h"
#include "harness/verify/clock.h"

namespace squall::harness {

class TokenSource {
 public:
  // Posts to a url; the seam to the client.
  using Post = std::function<Answer(const std::string& url, const contracts::http::Request& request)>;
  // Each token becomes one of the secrets. `secrets` outlives this.
  TokenSource(AuthSpec client, Post post, Clock clock, Secrets& secrets);

  // Errors (unavailable): what the token endpoint answered; never its secrets.
  contracts::Result<std::string> token();
  // Was it given out here?
  bool issued(const std::string& token) const;
  // The service answered a request with this token other than 401.
  void accepted(const std::string& token);
  // It answered 401: true when there is another token to try. An operation that refuses fresh tokens as well does not
  // make it fetch for ever; `renewal_helped` says that the other token was accepted.
  bool refused(const std::string& token);
  void renewal_helped();

 private:
  contracts::Result<std::string> fetch();
  contracts::Result<Answer> ask();
  contracts::http::Request request(bool secret_in_body) const;

  const AuthSpec client_;
  const Post post_;
  const Clock clock_;
  Secrets& secrets_;
  mutable std::mutex mutex_;
  std::set<std::string> issued_;
  std::string token_;  // the newest
  Clock::Time refresh_at_{0};
  bool secret_in_body_ = false;
  bool proved_ = false;  // the service has accepted the newest
  int in_vain_ = 0;      // renewals in a row that did not help
};

}  // namespace squall::harness
