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
    {"resilience.timeout.connect-missing",
     "Set a connect timeout: a provider's host that is gone answers nothing, and the kernel tries for two minutes."},
    {"resilience.timeout.connect-too-long", "Shorten the connect timeout, or declare the one that is meant."},
    {"resilience.timeout.idle-missing", "Set a read timeout that covers the body, or a deadline for the whole call."},
    {"resilience.timeout.idle-too-long", "Shorten the read timeout of the body, or declare the one that is meant."},
    {"resilience.timeout.total-missing",
     "Set a deadline for the whole call: timeouts between two bytes never end a body that only trickles."},
    {"resilience.timeout.total-too-long", "Shorten the deadline of the whole call, or declare the one that is meant."},
    {"resilience.retries.unbounded",
     "Bound the number of attempts: a provider in trouble is now kept in trouble by its own clients."},
    {"resilience.retries.too-many", "Lower the number of attempts, or declare the number that is meant."},
    {"resilience.retries.too-few", "Raise the number of attempts, or declare the number that is meant."},
    {"resilience.retries.missing", "Retry failed calls a few times, with growing pauses."},
    {"resilience.retries.backoff",
     "Space the attempts as declared; growing pauses with jitter give the provider time to recover."},
    {"resilience.retries.retry-after",
     "Wait as long as Retry-After says before the next attempt (seconds or a date; RFC 9110, section 10.2.3)."},
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
    {"resilience.fallback.kind",
     "Answer from the source that is expected: a default, an earlier answer, another provider."},
    {"resilience.fallback.late",
     "Let the fallback follow the timeout at once; shorten timeout and retries until it fits."},
    {"resilience.circuit-breaker.never-opens",
     "Put a circuit breaker around the call, or check that it counts these failures (5xx answers, lost connections)."},
    {"resilience.circuit-breaker.never-closes",
     "Let the breaker try the provider again after its open time, and close when that goes well."},
    {"resilience.circuit-breaker.too-late", "Lower the breaker's threshold or its minimum number of calls."},
    {"resilience.circuit-breaker.probes",
     "Let a few calls through to try again, and turn the others away until these went well."},
    {"resilience.circuit-breaker.scope",
     "Give each operation, or each provider, a breaker of its own, as is expected of it."},
    {"resilience.circuit-breaker.open-time",
     "Set the breaker's open time to what is declared, or declare what is meant."},
    {"resilience.bulkhead.missing",
     "Bound the calls in flight to this provider (a semaphore without a queue, or with a short one) and turn the "
     "excess "
     "away at once."},
    {"resilience.bulkhead.too-wide", "Lower the number of calls in flight, or declare the number that is meant."},
    {"resilience.bulkhead.slow-rejection",
     "Shorten the bulkhead's queue: who cannot be served is better told at once."},
    {"resilience.bulkhead.spills-over",
     "Give the calls to this provider threads and connections of their own, so that other routes keep theirs."},
    {"resilience.rate-limit.missing",
     "Refuse calls beyond a rate with 429 and Retry-After, before work is done for them."},
    {"resilience.rate-limit.too-high", "Lower the limit, or declare the one that is meant."},
    {"resilience.rate-limit.too-low", "Raise the limit, or declare the one that is meant."},
    {"resilience.rate-limit.shared", "Count for each client, so that one cannot use up what another was promised."},
    {"resilience.rate-limit.no-retry-after", "Send Retry-After with every refusal: clients that guess come too early."},
    {"resilience.hedging.missing",
     "Send a second attempt when the first is slower than most, and take the first answer."},
    {"resilience.hedging.always",
     "Send the second attempt only when the first is slower than most: always sent, it doubles the provider's load."},
    {"resilience.hedging.late", "Send the second attempt earlier: near the time that 95 % of the calls take."},
    {"resilience.hedging.loser-kept", "Cancel the slower attempt once the other has answered."},
    {"resilience.hedging.not-idempotent", "Hedge only what is idempotent, or give both attempts one Idempotency-Key."},
    {"resilience.idempotent-consumer.repeated-effect",
     "Remember the keys of requests that were carried out, in the same transaction as their effects, and lock a key "
     "while "
     "its first request is worked on."},
    {"resilience.idempotent-consumer.answers-differ",
     "Keep the first answer with its key and give it again: a client that lost it must not see a failure."},
    {"resilience.failover.missing",
     "Try another replica when one fails, 5xx answers and silence included, and leave out the one that does."},
    {"resilience.failover.old-address",
     "Resolve names again as their time to live says, and close connections to addresses that are no longer given."},
    {"resilience.failover.late", "Leave a failing replica out after fewer failures, or check its health more often."},
    {"resilience.failover.no-return",
     "Try a replica that was left out again after a while, and use it when that goes well."},
    {"resilience.deadline-propagation.missing",
     "Cancel the call to the provider when the caller's deadline has come: hand the remaining time on with every "
     "call."},
    {"resilience.deadline-propagation.sends-on",
     "Check the caller's deadline before every attempt: work that nobody waits for takes the place of work that "
     "somebody "
     "does."},
    {"resilience.load-shedding.missing",
     "Bound the queue before the work, and refuse at once (503) what does not fit."},
    {"resilience.load-shedding.collapses",
     "Refuse before work is begun: what is done now for calls that fail takes from those that could succeed."},
    {"resilience.load-shedding.slow", "Shorten the queue until what is accepted is answered in time."},
    {"resilience.load-shedding.no-recovery",
     "Drop what has waited too long, so that a queue from the overload is not served after it."},
    {"resilience.amplification.too-high", "Retry less, and share a budget of retries between calls."},
    {"resilience.amplification.several-tiers",
     "Retry in one tier only, the one next to the failure; let the others pass the failure on."},
    {"resilience.amplification.metastable",
     "Give retries a budget and a breaker: their load alone must not keep the provider busy after it has recovered."},
    {"resilience.saga.not-compensated",
     "Undo the steps before the one that failed, and keep at it until they are undone."},
    {"resilience.saga.ambiguous-step-left",
     "Undo a step whose answer was lost as well: it may have been carried out. Make the undoing safe to send without "
     "it."},
    {"resilience.saga.undoing-not-retried",
     "Keep the undoing that failed in an outbox and try it again until it succeeds."},
    {"resilience.health-checks.readiness-blind",
     "Let readiness follow the dependency without which nothing can be served (the state of its breaker, say)."},
    {"resilience.health-checks.late", "Let readiness look at the dependency more often."},
    {"resilience.health-checks.no-return",
     "Let readiness look again: it must not depend on calls that only come when it is ready."},
    {"resilience.health-checks.liveness-fails",
     "Keep dependencies out of liveness: restarting the service does not mend them."},
    {"resilience.in-contract.undeclared",
     "Declare this answer in the contract, or translate the failure into one that is declared."},
    {"resilience.in-contract.off-contract",
     "Give error answers the media type, headers and body that the contract declares."},
    {"resilience.drift.gone", "Put it back, or write the baseline again if it was taken away on purpose."},
    {"resilience.drift.changed", "Set it back, or write the baseline again if it was changed on purpose."},
    {"resilience.drift.new", "Write the baseline again, so that it is noticed when this goes."},
    {"resilience.graph.timeout-order",
     "Let who is called give up before its caller does: shorten its timeout, its attempts or its pauses until all of "
     "them fit into the caller's timeout, or lengthen that. Better still, hand the caller's deadline on and stop at "
     "it."},
    {"resilience.graph.amplification",
     "Retry in one tier only, the one next to the failure: let the others pass the failure on, as an answer that their "
     "callers do not retry, or share a budget of retries."},
    {"resilience.graph.cycle",
     "Break the circle: hand what is asked for along with the call, or put a queue between. Under load each waits for "
     "the other's threads, and neither comes up first."},
    {"resilience.unstable",
     "Measure it while nothing else uses the edge; where it differs still, what the consumer does hangs on something "
     "that was not looked at."},
    {"resilience.in-contract.no-answer", "Answer with a declared error instead of dropping the caller's connection."},
});

}  // namespace

std::string advice_for(std::string_view rule) {
  const auto found =
      std::find_if(kAdvice.begin(), kAdvice.end(), [&](const Entry& entry) { return entry.first == rule; });
  return found == kAdvice.end() ? std::string() : std::string(found->second);
}

}  // namespace squall::harness
