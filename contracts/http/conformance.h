#pragma once
// What HTTP itself asks of an answer, whatever a contract says (RFC 9110, 9112). Pure; one row of a table for each
// rule.

#include <span>
#include <string_view>
#include <vector>

#include "contracts/core/violation.h"
#include "contracts/http/message.h"

namespace squall::contracts::http {

struct Departure {
  Violation violation;  // rule "response.http.*"; `contract` is left empty
  // The RFC says MUST and a client is led astray by it; else the answer is only not as it should be.
  bool breaks_clients = false;
};

// The answer to this request, as it came: codings still on the body.
std::vector<Departure> departures_from_http(const Request& request, const Response& response);
// Every rule that can come up, for documentation and its test.
std::span<const std::string_view> http_rules();

}  // namespace squall::contracts::http
