#pragma once
// A request as rules and assertions look at it.

#include <string>
#include <utility>
#include <vector>

#include "contracts/core/value.h"
#include "contracts/http/message.h"
#include "contracts/openapi/contract.h"
#include "harness/stub_rules/rules.h"

namespace squall::harness {

// Valid as long as the request and the contract are.
struct RuleSubject {
  const contracts::http::Request& request;
  const contracts::openapi::Operation* operation;          // nullptr: the contract has none
  contracts::Value body;                                   // null when it cannot be read as a value
  std::vector<std::pair<std::string, std::string>> query;  // decoded
};
RuleSubject subject_of(const contracts::http::Request& request, const contracts::openapi::Operation* operation);
bool matches(const RuleRequest& wanted, const RuleSubject& subject);
// What the rule's path captures, decoded.
std::vector<std::pair<std::string, std::string>> captured(const RuleRequest& wanted, const RuleSubject& subject);

}  // namespace squall::harness
