#include "reports/formats/rule_help.h"

namespace squall::reports {
namespace {

struct Family {
  std::string_view prefix;
  RuleHelp help;
};

// The first that fits counts, so the narrower stand before the wider.
constexpr Family families[] = {
    {"request.invalid.",
     {"Invalid requests are refused",
      "One rule of the contract was broken in a request that was valid otherwise. The provider must refuse it with a "
      "declared 4xx: validate what comes in, or declare what is accepted."}},
    {"request.valid.",
     {"Valid requests are accepted",
      "A request that the contract allows was refused. Accept it, or declare the bound that the provider keeps."}},
    {"request.",
     {"Consumers send what the contract asks for",
      "A consumer's request departs from the provider's contract. Change the call, or the contract if such calls are "
      "meant to be allowed."}},
    {"response.status",
     {"Statuses are declared",
      "The contract does not declare this status for the operation. Answer with one that it declares, or declare it."}},
    {"response.server-error",
     {"No server errors",
      "A request the provider should have understood ended in a server error. Find the cause in the provider's log "
      "with the replayed request."}},
    {"response.media-type",
     {"Media types are declared",
      "The answer's Content-Type is missing, or not among those declared for its status. Send a declared one, or "
      "declare "
      "it."}},
    {"response.header",
     {"Headers are as declared",
      "A declared header is missing or its value does not match its schema. Send it, or correct the declaration."}},
    {"response.http.",
     {"Answers are good HTTP",
      "The answer departs from what HTTP itself asks of it (RFC 9110, RFC 9112), whatever the contract says. Consumers "
      "and proxies may misread it."}},
    {"response.",
     {"Bodies are as declared",
      "The answer's body does not match what the contract declares for its status. Correct the provider, or the schema "
      "if consumers may rely on what is sent."}},
    {"resilience.graph",
     {"Tiers fit together",
      "What single edges do was added up over the calls that follow each other, and played: a caller that leaves "
      "before "
      "the called does, retries in several tiers that multiply, a call that comes back. Let timeouts shrink from "
      "outside "
      "in, and retry in one tier."}},
    {"resilience.timeout",
     {"Calls have a timeout",
      "While the provider was silent the consumer waited longer, or shorter, than expected. Set a timeout on the whole "
      "call, on its body too, and close the connection when it ends."}},
    {"resilience.retries",
     {"Retries are bounded and back off",
      "Failed calls are sent again more often, faster, or in other cases than expected. Bound the attempts, let the "
      "pauses grow, and add jitter."}},
    {"resilience.safe-retries",
     {"Only safe calls are sent again",
      "A call that may have been carried out already was sent again in a way that can carry it out twice. Retry only "
      "idempotent operations, or send one idempotency key with all attempts of a call."}},
    {"resilience.circuit-breaker",
     {"The circuit breaker opens and closes",
      "The breaker did not open, close, or stay open as expected. Look at its threshold, window and open time."}},
    {"resilience.fallback",
     {"There is a fallback",
      "While the provider was broken the consumer's answer was missing, late, or not what its contract declares."}},
    {"resilience.in-contract",
     {"Answers keep the contract under fault",
      "With a provider broken the service answered what its contract does not declare. Declare the failure and its "
      "body, "
      "and answer so."}},
    {"resilience.",
     {"Resilience is as expected", "A measured resilience pattern departs from what is expected of it."}},
    {"experiment.",
     {"The system holds in the experiment",
      "While faults were injected, or after them, the system did not keep an expectation of the experiment: its "
      "service level, its steady state, or an invariant of its data."}},
    {"consumer.reliance",
     {"Consumers need only what is promised",
      "The consumer's tests break when its provider answers differently, though as its contract allows. Let the "
      "consumer cope with it, or have the contract promise what it needs."}},
    {"consumer.crash",
     {"Consumers survive declared errors",
      "The consumer's process ends by a fault of its own when its provider answers an error that the contract "
      "declares. "
      "Let it look at the status before it reads the answer."}},
    {"security.",
     {"Declared security is enforced",
      "The contract asks for credentials, and a request without them, or with wrong ones, was let in or made the "
      "provider fail. Answer 401 or 403."}},
    {"stateful.",
     {"Calls agree with each other",
      "The answers of calls that follow each other contradict: what was created, changed or deleted is not there, or "
      "not "
      "gone, as it should be."}},
    {"protocol.",
     {"Methods, media types and framing are handled",
      "A request with an undeclared method, media type or Accept, or one that breaks off, was not answered as HTTP "
      "asks."}},
};

constexpr RuleHelp other{"The contract is kept", "What was seen departs from what is declared; the message says how."};

}  // namespace

RuleHelp help_of(std::string_view rule) {
  for (const auto& family : families) {
    if (rule.starts_with(family.prefix)) return family.help;
  }
  return other;
}

}  // namespace squall::reports
