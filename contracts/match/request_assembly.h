#pragma once
// Requests put together from values, and judged on the form they have on the wire.

#include <optional>
#include <utility>
#include <vector>

#include "contracts/core/violation.h"
#include "contracts/http/message.h"
#include "contracts/match/body_writer.h"

namespace squall::contracts::match {

struct RequestValues {
  std::vector<std::pair<const openapi::Parameter*, Value>> parameters;
  const MediaTypeObject* media = nullptr;  // nullptr: no body
  std::optional<Value> body;
};

// nullopt when a value cannot be written where it belongs.
std::optional<http::Request> assemble(const openapi::Contract& contract, const openapi::Operation& operation,
                                      const RequestValues& values);
// validate_request for a request that is meant for this operation, without request.security.missing: credentials are
// added later. A request that would reach another path is a violation.
std::vector<Violation> judge_request(const openapi::Contract& contract, const openapi::Operation& operation,
                                     const http::Request& request);
// The kind of body that is understood best: JSON, forms, text, then as declared. nullptr without a body.
const MediaTypeObject* preferred_media(const openapi::Operation& operation);

}  // namespace squall::contracts::match
