#pragma once
// Does a request carry the credentials its operation asks for, in the form that their scheme has? Whether they are good
// is the provider's business.

#include <string>

#include "contracts/http/message.h"
#include "contracts/match/router.h"

namespace squall::contracts::match {

// "" when one alternative is satisfied, or none is needed; else what is missing, in words.
std::string missing_credentials(const openapi::Contract& contract, const openapi::Operation& operation,
                                const http::Request& request);
// The credentials of one scheme. Of mutual TLS always: it is not visible in the message.
bool carries(const openapi::SecurityScheme& scheme, const http::Request& request);
bool needs_credentials(const openapi::Operation& operation);

}  // namespace squall::contracts::match
