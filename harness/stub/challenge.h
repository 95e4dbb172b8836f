#pragma once
// How a stub says that credentials are needed (RFC 9110, section 11.6.1). Internal to this room.

#include <string>

#include "contracts/openapi/contract.h"

namespace squall::harness {

// The schemes that the operation asks for, each once: `Bearer, Basic realm="*"`. Those of the contract where the
// operation asks for none; never empty. An API key, which has no registered scheme, is called `ApiKey`.
std::string challenges_of(const contracts::openapi::Contract& contract, const contracts::openapi::Operation& operation);

}  // namespace squall::harness
