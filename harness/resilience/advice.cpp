#include "harness/resilience/advice.h"

#include <algorithm>
#include <array>
#include <utility>

namespace squall::harness {
namespace {

using Entry = std::pair<std::string_view, std::string_view>;

constexpr std::array kAdvice = std::to_array<Entry>({
    {"resilience.timeout.missing",
     "Give the call to the provider a timeout: its threads and callers now wait as long as the provider likes."},
    {"resilience.timeout.too-long", "Shorten the call's timeout, or declare the one that is meant."},
    {"resilience.timeout.too-short", "Lengthen the call's timeout, or declare the one that is meant."},
    {"resilience.timeout.leaked-connection",
     "Abort the request when the timer fires (pass an AbortSignal, cancel the context), so that the connection "
     "closes."},
    {"resilience.timeout.body-unwatched",
     "Let the timeout cover the whole answer, or set a read timeout for the body too."},
    {"resilience.retries.unbounded",
     "Bound the number of attempts: a provider in trouble is now kept in trouble by its own clients."},
    {"resilience.retries.too-many", "Lower the number of attempts, or declare the number that is meant."},
    {"resilience.retries.too-few", "Raise the number of attempts, or declare the number that is meant."},
    {"resilience.retries.missing", "Retry failed calls a few times, with growing pauses."},
    {"resilience.retries.backoff",
     "Space the attempts as declared; growing pauses with jitter give the provider time to recover."},
    {"resilience.retries.not-idempotent",
     "Retry only GET, PUT and DELETE, or send an Idempotency-Key that stays the same over all attempts."},
    {"resilience.safe-retries.unsafe-retry",
     "Send an Idempotency-Key that stays the same over all attempts of one call, or do not retry: the provider may "
     "have done it the first time."},
    {"resilience.safe-retries.key-shared",
     "Draw a new idempotency key for every logical call; keep it for the attempts of that call only."},
    {"resilience.safe-retries.rejection-retried",
     "Do not retry answers that say the request is wrong (400, 401, 404)."},
    {"resilience.fallback.missing", "Answer with a declared default or a cached value while the provider fails."},
    {"resilience.fallback.partial", "Cover every way of failing: error answers, lost connections and silence."},
    {"resilience.fallback.off-contract",
     "Make the fallback answer one that the contract declares: callers parse it like any other."},
    {"resilience.fallback.late",
     "Let the fallback follow the timeout at once; shorten timeout and retries until it fits."},
    {"resilience.circuit-breaker.never-opens",
     "Put a circuit breaker around the call, or check that it counts these failures (5xx answers, lost connections)."},
    {"resilience.circuit-breaker.never-closes",
     "Let the breaker try the provider again after its open time, and close when that goes well."},
    {"resilience.circuit-breaker.too-late", "Lower the breaker's threshold or its minimum number of calls."},
    {"resilience.circuit-breaker.open-time",
     "Set the breaker's open time to what is declared, or declare what is meant."},
    {"resilience.in-contract.undeclared",
     "Declare this answer in the contract, or translate the failure into one that is declared."},
    {"resilience.in-contract.off-contract",
     "Give error answers the media type, headers and body that the contract declares."},
    {"resilience.in-contract.no-answer", "Answer with a declared error instead of dropping the caller's connection."},
});

}  // namespace

std::string advice_for(std::string_view rule) {
  const auto found =
      std::find_if(kAdvice.begin(), kAdvice.end(), [&](const Entry& entry) { return entry.first == rule; });
  return found == kAdvice.end() ? std::string() : std::string(found->second);
}

}  // namespace squall::harness
