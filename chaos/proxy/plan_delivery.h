#pragma once
// What faults make of an answer that no provider gives: the pipes of a relay, played in time that is only reckoned.

#include <vector>

#include "chaos/http/delivery.h"
#include "chaos/proxy/active_fault.h"
#include "contracts/http/message.h"
#include "contracts/openapi/contract.h"

namespace squall::chaos {

struct PlannedAnswer {
  const contracts::http::Request& request;
  const contracts::http::Response& response;
  const contracts::openapi::Contract* contract = nullptr;
  const contracts::openapi::Operation* operation = nullptr;
  Instant now{0};  // on the clock of ActiveFault::added
};

// As on an http edge whose provider answers at once. Steps that concern a provider (replays, a reset towards it) come
// to nothing. A plan has at most 100,000 pieces; the connection is closed after the last.
http::Delivery plan_delivery(const std::vector<Strike>& strikes, const PlannedAnswer& answer);

}  // namespace squall::chaos
