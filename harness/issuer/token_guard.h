#pragma once
// A stub that takes an issuer's tokens only, and those alone that grant what its contract asks for.

#include <memory>

#include "harness/issuer/issuer.h"
#include "harness/stub/answer.h"
#include "harness/stub/responder.h"

namespace squall::harness {

// To be asked before all others. Where an operation's security has oauth2, openIdConnect or HTTP bearer schemes, one of
// its alternatives must be met by a good token with the scopes that it names (OAS 3.0.4, section 4.7.30), other schemes
// in it by their presence; else 401, or 403 where only scopes are missing, with WWW-Authenticate (RFC 6750, section 3),
// also where the stub only reports what departs. Each stub has its own: it keeps answers of its contract's operations.
Responder token_guard(std::shared_ptr<const Issuer> issuer, const AnswerOptions& options, std::uint64_t seed);

}  // namespace squall::harness
