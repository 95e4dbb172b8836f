#pragma once
// What an operation answers with when nobody asks for anything else.

#include "contracts/openapi/contract.h"

namespace squall::contracts::match {

// The lowest declared success; a range's or the default's, as 200, where there is no exact one; else the first that is
// declared. 200 where nothing is: a 1xx never is a whole answer (RFC 9110, section 15.2).
int usual_status(const openapi::Operation& operation);
// What is declared for it; nullptr where that is no success (2xx).
const openapi::ResponseObject* usual_success(const openapi::Operation& operation);

}  // namespace squall::contracts::match
