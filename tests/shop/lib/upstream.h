#pragma once
// A dependency as its consumer sees it: a deadline for each attempt, bounded retries with exponential backoff, a
// circuit breaker around the whole call; hedging and several replicas where they are asked for.

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "tests/shop/lib/breaker.h"
#include "tests/shop/lib/client.h"
#include "tests/shop/lib/hedge.h"
#include "tests/shop/lib/replicas.h"

namespace shop {

struct UpstreamSettings {
  std::string name;
  std::string base_url;  // or those of its replicas: "http://a,http://b"
  std::optional<std::chrono::milliseconds> timeout = std::chrono::milliseconds(300);  // absent: waits for ever
  bool timeout_ends_with_head = false;                                                // the body is not watched
  int retries = 2;
  std::chrono::milliseconds first_backoff{50};
  int backoff_factor = 2;
  std::chrono::milliseconds max_backoff{1000};
  bool honours_retry_after = false;
  bool retries_rejections = false;          // what was answered 400 is sent again
  bool fresh_key_for_each_attempt = false;  // makes retries of POST unsafe
  BreakerSettings breaker;
  HedgeSettings hedge;
  ReplicaSettings replicas;
};

struct Outcome {
  enum class Kind { answered, failed, ambiguous } kind = Kind::failed;  // failed: certainly not carried out
  int status = 0;                                                       // when answered: below 500
  Json body;                                                            // when answered; discarded when it was not JSON
  std::string why;
  int attempts = 0;
  std::optional<std::chrono::seconds> retry_after = {};
};

// Thread-safe.
class Upstream {
 public:
  explicit Upstream(UpstreamSettings settings);
  // `traceparent` is the caller's; each attempt is a span of its own below it. POST needs an `idempotency_key` to be
  // retried.
  Outcome call(const CallRequest& request, const std::string& traceparent, const std::string& idempotency_key = {});
  // One attempt outside of the breaker's accounts, for work that can wait; fails at once while the breaker is not calm.
  Outcome call_in_background(const CallRequest& request, const std::string& idempotency_key = {});
  std::string_view breaker_state() const;
  const std::string& name() const { return settings_.name; }

 private:
  Patience patience_for(const CallRequest& request) const;
  Outcome attempt(CallRequest request, const std::string& traceparent, std::string key, std::size_t replica);
  bool worth_retrying(const Outcome& outcome) const;
  const UpstreamSettings settings_;
  Breaker breaker_;
  Replicas replicas_;
};

std::string new_traceparent();
std::string traceparent_of(const Request& request);  // the caller's, or a new one
std::string random_hex(int digits);

}  // namespace shop
