#pragma once
// Conduct: what an issuer does wrong at the moment. Clients under test ask for tokens themselves, so it is switched
// from beside, for all requests or the next few.

#include <chrono>
#include <cstdint>
#include <mutex>
#include <string>

#include "contracts/core/result.h"
#include "contracts/core/value.h"
#include "harness/issuer/token_flaw.h"

namespace squall::harness {

enum class Endpoint { any, metadata, keys, authorization, token, introspection, revocation, user_info };
std::string_view to_string(Endpoint endpoint);  // "token"

struct Conduct {
  TokenFlaw flaw = TokenFlaw::none;  // of every token that is made
  int status = 0;                    // answered instead, from 400 to 599; 0: none
  std::string error;                 // an OAuth error code that is answered instead ("invalid_grant"); "" for none
  std::chrono::nanoseconds latency{0};
  Endpoint endpoint = Endpoint::any;  // where `status`, `error` and `latency` hold
  std::uint64_t times = 0;            // requests at that endpoint (with a flaw alone: the token endpoint); 0: no end
  bool operator==(const Conduct&) const = default;
};

// {"flaw": "expired", "status": 503, "error": "invalid_grant", "latency": "2s", "endpoint": "token", "times": 1}, each
// optional. Errors (malformed) say which member.
contracts::Result<Conduct> parse_conduct(const std::string& json);
contracts::Value to_value(const Conduct& conduct);

// Thread-safe.
class CurrentConduct {
 public:
  explicit CurrentConduct(Conduct always = {}) : always_(always), now_(std::move(always)) {}
  void set(Conduct conduct);
  void reset();  // to what it began with
  Conduct get() const;
  // What a request at that endpoint meets; one of `times` is used up. Of other endpoints, nothing.
  Conduct meet(Endpoint endpoint);

 private:
  const Conduct always_;
  mutable std::mutex mutex_;
  Conduct now_;
};

}  // namespace squall::harness
