#include "tests/shop/lib/upstream.h"

#include <algorithm>
#include <mutex>
#include <random>
#include <thread>

namespace shop {

namespace {

using Clock = std::chrono::steady_clock;

std::string child_of(const std::string& traceparent) {
  if (traceparent.size() != 55) return new_traceparent();
  return traceparent.substr(0, 36) + random_hex(16) + traceparent.substr(52);
}

}  // namespace

std::string random_hex(int digits) {
  static std::mutex mutex;
  static std::mt19937_64 engine{std::random_device{}()};
  std::lock_guard lock(mutex);
  std::string text;
  for (int i = 0; i < digits; ++i) text += "0123456789abcdef"[engine() % 16];
  return text;
}

std::string new_traceparent() {
  return "00-" + random_hex(32) + "-" + random_hex(16) + "-01";
}

std::string traceparent_of(const Request& request) {
  const std::string sent = header(request.headers, "traceparent");
  return sent.size() == 55 ? sent : new_traceparent();
}

Upstream::Upstream(UpstreamSettings settings)
    : settings_(std::move(settings)), breaker_(settings_.breaker), replicas_(settings_.base_url, settings_.replicas) {}

std::string_view Upstream::breaker_state() const {
  return breaker_.state(Clock::now());
}

bool Upstream::worth_retrying(const Outcome& outcome) const {
  if (settings_.retries_rejections && outcome.status == 400) return true;
  return outcome.kind != Outcome::Kind::answered && outcome.status != 429;
}

Patience Upstream::patience_for(const CallRequest& request) const {
  if (!request.until) return {settings_.timeout, settings_.timeout_ends_with_head};
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(*request.until - Clock::now());
  const auto patience = std::max(left, std::chrono::milliseconds(request.retries_past_deadline ? 50 : 1));
  return {settings_.timeout ? std::min(*settings_.timeout, patience) : patience};
}

Outcome Upstream::attempt(CallRequest request, const std::string& traceparent, std::string key, std::size_t replica) {
  set_header(request.headers, "traceparent", child_of(traceparent));
  if (!key.empty()) set_header(request.headers, "Idempotency-Key", std::move(key));
  const auto once = [url = replicas_.url(replica), request, patience = patience_for(request)](std::stop_token stop) {
    return call_http(url, request, patience, std::move(stop));
  };
  const CallResult result = settings_.hedge.after ? hedged(once, settings_.hedge) : once({});
  Outcome outcome;
  outcome.retry_after = result.retry_after;
  outcome.status = result.status;
  outcome.why = settings_.name + ": " + result.why;
  if (result.kind != CallResult::Kind::answered) {
    outcome.kind = result.kind == CallResult::Kind::refused ? Outcome::Kind::failed : Outcome::Kind::ambiguous;
    return outcome;
  }
  // 429 and 503 mean by contract that nothing was done; any other 5xx leaves it open.
  if (result.status == 429 || result.status == 503) return outcome;
  outcome.kind = Outcome::Kind::ambiguous;
  if (result.status < 200 || result.status >= 500) return outcome;
  outcome.body = Json::parse(result.body, nullptr, false);
  // A 4xx says no, however it words it.
  if (result.status < 400 && result.status != 204 && outcome.body.is_discarded()) {
    outcome.why += " with a body that is not JSON";
    return outcome;
  }
  outcome.kind = Outcome::Kind::answered;
  return outcome;
}

Outcome Upstream::call(const CallRequest& request, const std::string& traceparent, const std::string& idempotency_key) {
  const Breaker::Permit permit = breaker_.ask(Clock::now());
  if (permit == Breaker::Permit::denied)
    return Outcome{Outcome::Kind::failed, 0, {}, settings_.name + ": breaker open", 0};
  const bool repeatable = request.method != "POST" || !idempotency_key.empty();
  const int retries = permit == Breaker::Permit::probe || !repeatable ? 0 : settings_.retries;
  auto backoff = settings_.first_backoff;
  bool ambiguous = false;
  std::size_t replica = replicas_.first(Clock::now());
  for (int n = 0;; ++n) {
    const bool fresh = settings_.fresh_key_for_each_attempt && n > 0 && !idempotency_key.empty();
    const std::string key = fresh ? idempotency_key + "-" + random_hex(6) : idempotency_key;
    Outcome outcome = attempt(request, traceparent, key, replica);
    replicas_.report(replica, outcome.kind == Outcome::Kind::answered, Clock::now());
    ambiguous = ambiguous || outcome.kind == Outcome::Kind::ambiguous;
    const bool too_late = request.until && !request.retries_past_deadline && Clock::now() + backoff >= *request.until;
    if (n == retries || too_late || !worth_retrying(outcome)) {
      breaker_.report(permit, outcome.kind == Outcome::Kind::answered, Clock::now());
      if (outcome.kind == Outcome::Kind::failed && ambiguous) outcome.kind = Outcome::Kind::ambiguous;
      outcome.attempts = n + 1;
      return outcome;
    }
    const bool told = settings_.honours_retry_after && outcome.retry_after;
    std::this_thread::sleep_for(told ? std::max<std::chrono::milliseconds>(backoff, *outcome.retry_after) : backoff);
    backoff = std::min(backoff * settings_.backoff_factor, settings_.max_backoff);
    replica = replicas_.next(replica, Clock::now());
  }
}

Outcome Upstream::call_in_background(const CallRequest& request, const std::string& idempotency_key) {
  if (!breaker_.calm(Clock::now())) return Outcome{Outcome::Kind::failed, 0, {}, settings_.name + ": breaker open", 0};
  return attempt(request, new_traceparent(), idempotency_key, replicas_.first(Clock::now()));
}

}  // namespace shop
