#pragma once
// A request as a stub has judged it against its contract: what it is for, what it carries, how it departs.

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "chaos/http/handler.h"
#include "contracts/core/value.h"
#include "contracts/core/violation.h"
#include "contracts/match/router.h"

namespace squall::harness {

// One parameter as it was read off the wire by its style and schema.
struct ParameterValue {
  const contracts::openapi::Parameter* parameter = nullptr;
  contracts::Value value;
};

// Refers to the router's contract and to the incoming message: valid as long as both are.
struct JudgedRequest {
  const chaos::http::Incoming& incoming;
  const contracts::openapi::Contract& contract;
  contracts::match::Route route;                 // of GET for a HEAD that the contract does not declare
  std::vector<contracts::Violation> violations;  // how it departs from the contract
  bool refused = false;                          // it departs, and the stub is to refuse such requests
  std::vector<std::string> notes = {};           // what was done about it, in words: "rule 'sold out'"

  // What is done to the answer, whoever gives it; before the stub's own changes. May be empty.
  std::function<void(const JudgedRequest&, chaos::http::Reply&)> and_then = nullptr;

  std::optional<contracts::http::Request> decoded = std::nullopt;  // where the body came encoded

  const contracts::http::Request& request() const { return incoming.request; }
  // The same with the codings of its body (gzip, deflate) undone, where they are known: what its content is read from.
  const contracts::http::Request& content() const { return decoded ? *decoded : request(); }
  const contracts::openapi::Operation* operation() const { return route.operation; }
  // Those that were sent and could be read; read anew on each call. Empty where there is no operation.
  std::vector<ParameterValue> parameters() const;
};

// `reject`: requests that depart are to be refused.
JudgedRequest judge(const contracts::match::Router& router, const chaos::http::Incoming& incoming, bool reject);

}  // namespace squall::harness
