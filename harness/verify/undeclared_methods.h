#pragma once
// Requests with methods that a path does not have (RFC 9110, sections 9 and 15.5.6), and what is asked of the answers.

#include <string>
#include <vector>

#include "contracts/match/message_generator.h"
#include "harness/verify/step.h"

namespace squall::harness {

struct MethodProbe {
  contracts::match::RequestCase request;
  Checks checks;
};

// From a request to one of the path's operations. `declared`: the path's methods.
// Rules: protocol.method.server-error; as warnings protocol.method.accepted, protocol.method.allow, protocol.trace.
// 404, 501 and every other refusal are left to the provider: 405 is what RFC 9110 asks for, but not with a MUST.
std::vector<MethodProbe> undeclared_methods(const contracts::match::RequestCase& carrier,
                                            const std::vector<std::string>& declared);
// HEAD where GET was answered with a success: the same without a body (section 9.3.2). Rule: protocol.head.
MethodProbe head_like_get(const contracts::match::RequestCase& get, int status);

}  // namespace squall::harness
