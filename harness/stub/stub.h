#pragma once
// A stub: a handler that answers as a contract says the provider would.
//
// The request is judged first; one that departs from the contract gets a 4xx with a problem document (RFC 9457) that
// names each part, pointer and place in the contract. Answers are declared examples, else samples made from the
// schemas: their examples and defaults, else "string" and 0. A client can ask with Prefer (RFC 7240): `code=404`,
// `example=large`, `dynamic=true`: no examples, everything drawn from the seed and the request alone, so that equal
// requests get equal answers, whatever came before.

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "chaos/http/handler.h"
#include "contracts/core/violation.h"
#include "contracts/match/router.h"
#include "harness/stub/answer.h"
#include "harness/stub/responder.h"

namespace squall::harness {

// What a stub saw and did; valid during the call only.
struct StubExchange {
  const chaos::http::Incoming& incoming;
  const contracts::openapi::Operation* operation;  // nullptr when there is no such operation
  const std::vector<contracts::Violation>& violations;
  const chaos::http::Reply& reply;
  const std::vector<std::string>& notes;  // of JudgedRequest
};

enum class StubErrors {
  reject,  // a request off the contract gets a 4xx
  report   // it is answered all the same, where its operation is known; `observe` still hears of its violations
};

struct StubOptions {
  std::uint64_t seed = 0;
  std::chrono::nanoseconds latency{0};
  StubErrors errors = StubErrors::reject;
  AnswerOptions answers;
  bool cors = true;  // pages of any origin may ask and read: preflights are answered, answers allow the origin
  std::vector<Responder> responders;                 // asked before the contract
  std::vector<ReplyChange> changes;                  // made to every answer
  std::function<void(const StubExchange&)> observe;  // on a worker thread, several at once; may be empty
};

// Thread-safe, never blocks. To HEAD it answers as to GET; leaving the body out is the server's business.
chaos::http::Handler make_stub(std::shared_ptr<const contracts::match::Router> router, StubOptions options = {});

}  // namespace squall::harness
