#pragma once
// Messages against a pact's interactions. Pure; thread-safe. What departs is a list of violations with rules
// "pact.request.*", "pact.response.*" and "pact.message.*"; `keyword` names the matcher, `pointer` leads into the body,
// `contract` is the rule's place in the pact, or the expected value's.

#include <string>
#include <vector>

#include "contracts/core/violation.h"
#include "contracts/http/message.h"
#include "contracts/pact/pact.h"

namespace squall::contracts::pact {

std::vector<Violation> match_request(const Pact& pact, const ExpectedRequest& expected, const http::Request& actual);
std::vector<Violation> match_response(const Pact& pact, const ExpectedResponse& expected, const http::Response& actual);

struct Message {
  std::string contents;
  std::string content_type;  // "" when nothing says it
  Value metadata = Object{};
};
std::vector<Violation> match_message(const Pact& pact, const ExpectedMessage& expected, const Message& actual);

// Every rule that can come up, for documentation and its test.
std::vector<std::string> pact_rules();

}  // namespace squall::contracts::pact
