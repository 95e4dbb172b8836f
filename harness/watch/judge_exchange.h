#pragma once
// Does what crossed an edge keep the provider's contract, both ways? The one judge of live traffic: of `squall proxy`
// and of the consumers in `squall run`.

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "chaos/proxy/engine.h"
#include "contracts/core/violation.h"
#include "contracts/match/router.h"
#include "harness/watch/sound_messages.h"
#include "reports/model/run_report.h"

namespace squall::harness {

enum class Side { request, answer };
std::string_view to_string(Side side);  // "request"

// What became of one message.
enum class Judging {
  judged,
  faulted,      // an answer that a fault of ours may have changed, or made
  too_long,     // its body is longer than what is kept; of an answer the rest was judged
  not_decoded,  // its body is in a coding that is not undone here ("br"); the rest was judged
  broken_off,   // it did not come, or not to its end
  tunnel,       // 101: what follows is no HTTP
  undeclared,   // an answer of an operation that the contract does not have
  of_http       // OPTIONS that the contract does not have: HTTP's own
};
inline constexpr std::size_t kJudgings = 8;
std::string_view to_string(Judging judging);  // "not judged: changed by a fault" without its first words

struct Departure {
  Side side = Side::request;
  contracts::Violation violation;
  reports::Severity severity = reports::Severity::error;
};

struct Judged {
  const contracts::openapi::Operation* operation = nullptr;  // nullptr: the contract has none
  Judging request = Judging::judged, answer = Judging::judged;
  std::vector<Departure> departures;
};

// Requests are judged as the consumer sent them, before any fault; answers only where no fault of ours was executed on
// the attempt. A HEAD that is not declared is judged as its GET. Warnings, as in verification: an undeclared 4xx where
// the request was not a valid one, an undeclared 401 or 403 where credentials are needed.
// Messages that are known to be sound are not validated again; new ones are added to `sound`, which may be nullptr.
Judged judge_exchange(const contracts::match::Router& router, const chaos::Exchange& exchange,
                      SoundMessages* sound = nullptr);

// "GET /orders/{id}"; where the contract has none (nullptr) the path that was asked for, with * for what looks like an
// id, so that nobody's crawling makes thousands of causes.
std::string operation_name(const contracts::openapi::Operation* operation, const contracts::http::Request& request);

}  // namespace squall::harness
