#pragma once
// Requests put together from values, and judged on the form they have on the wire.

#include <optional>
#include <utility>
#include <vector>

#include "contracts/core/violation.h"
#include "contracts/http/message.h"
#include "contracts/match/body_writer.h"
#include "contracts/match/message_generator.h"

namespace squall::contracts::match {

struct RequestValues {
  std::vector<std::pair<const openapi::Parameter*, Value>> parameters;
  const MediaTypeObject* media = nullptr;  // nullptr: no body
  std::optional<Value> body;
  // What values cannot say; applied when the request is put together.
  std::optional<std::string> raw_body;                               // instead of the body's text
  std::optional<std::string> content_type;                           // instead of the body's own; "" for none
  std::optional<std::pair<const openapi::Parameter*, Value>> again;  // sent once more with this value
  std::vector<const openapi::Parameter*> known;                      // their values mean something to the provider
  std::vector<std::string> known_members;                            // so do these of the body, JSON Pointers
};

// What a RequestCase was put together from.
struct CaseOrigin {
  const openapi::Contract* contract = nullptr;
  RequestValues values;
};

// nullopt when a value cannot be written where it belongs.
std::optional<http::Request> assemble(const openapi::Contract& contract, const openapi::Operation& operation,
                                      const RequestValues& values);
// The case of a request that was assembled from these values.
RequestCase case_of(const openapi::Contract& contract, const openapi::Operation& operation, http::Request request,
                    RequestValues values);
// One case of each part in turn, so that a bound on their number leaves no part out.
std::vector<RequestCase> in_turn(std::vector<std::vector<RequestCase>> parts, std::size_t most = SIZE_MAX);
// validate_request for a request that is meant for this operation, without request.security.missing: credentials are
// added later. A request that would reach another path is a violation.
std::vector<Violation> judge_request(const openapi::Contract& contract, const openapi::Operation& operation,
                                     const http::Request& request);
// The kind of body that is understood best: JSON, forms, text, then as declared. nullptr without a body.
const MediaTypeObject* preferred_media(const openapi::Operation& operation);

}  // namespace squall::contracts::match
