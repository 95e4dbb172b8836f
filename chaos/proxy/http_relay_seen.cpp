// What crossed an http edge, looked at when an attempt is over.
#include <algorithm>

#include "chaos/proxy/http_relay.h"
#include "contracts/http/content_coding.h"
#include "contracts/match/validate.h"

namespace squall::chaos {

// To observe the exchange, or to hold what a fault made of the answer to the contract.
bool HttpRelay::keeps_answer() const {
  const bool struck = turn_->down || !turn_->attempt.faults.empty();
  return lane_.config->observe || (struck && turn_->operation != nullptr);
}

// As the consumer got it: faults may have changed it on its way.
void HttpRelay::recall_head(Turn& turn) {
  if (!turn.down || turn.tunnel) return;
  auto head = http::parse_answer_head(turn.seen_answer_head, turn.attempt.method);
  turn.answer = head ? std::move(*head) : http::AnswerHead{};
}

Legality HttpRelay::legality(const Turn& turn) const {
  if (turn.tunnel) return Legality::unknown;
  const auto& faults = turn.attempt.faults;
  const bool breaks = std::any_of(faults.begin(), faults.end(),
                                  [](const AppliedFault& applied) { return find_fault(applied.kind)->breaks_http; });
  const bool whole = turn.stage == Turn::Answer::delivered && turn.attempt.status != 0 && !turn.garbled;
  if (breaks || !whole) return Legality::transport;
  if (turn.operation == nullptr || turn.answer_cut) return Legality::unknown;
  const contracts::http::Response answer{turn.answer.status, "", turn.answer.headers, turn.seen_answer_body};
  if (!contracts::http::decode_body(answer.headers, answer.body).unknown.empty()) return Legality::unknown;
  const auto violations = contracts::match::validate_response(lane_.config->contract->contract(), *turn.operation,
                                                              turn.attempt.method, answer);
  return violations.empty() ? Legality::legal : Legality::illegal;
}

void HttpRelay::observe(Turn& turn) const {
  Exchange exchange;
  exchange.attempt = turn.attempt;
  exchange.operation = turn.operation;
  exchange.request.method = turn.attempt.method;
  exchange.request.target = turn.attempt.target;
  exchange.request.headers = std::move(turn.head.headers);
  exchange.request.body = std::move(turn.seen_request_body);
  exchange.request_truncated = turn.request_cut || !turn.request_done;
  if (turn.attempt.status != 0 && turn.answer.status != 0) {
    exchange.response.status = turn.answer.status;
    exchange.response.reason = std::move(turn.answer.reason);
    exchange.response.headers = std::move(turn.answer.headers);
    exchange.response.body = std::move(turn.seen_answer_body);
  }
  exchange.response_broken = turn.attempt.status != 0 && turn.stage != Turn::Answer::delivered;
  exchange.response_truncated = turn.answer_cut || exchange.response_broken;
  lane_.config->observe(std::move(exchange));
}

}  // namespace squall::chaos
