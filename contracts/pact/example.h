#pragma once
// Messages made of a pact's examples, with its generators applied. The same input makes the same message.

#include "contracts/http/message.h"
#include "contracts/pact/match.h"

namespace squall::contracts::pact {

// Content-Type is the headers', else the body's, if the example has a body.
http::Request example_request(const ExpectedRequest& expected, GeneratorInput& input);
http::Response example_response(const ExpectedResponse& expected,
                                GeneratorInput& input);  // 200 where no status is given
Message example_message(const ExpectedMessage& expected, GeneratorInput& input);

}  // namespace squall::contracts::pact
