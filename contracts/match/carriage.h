#pragma once
// Whether a value travels well in a parameter: not only by the letter of the specifications, but through the servers
// and proxies in between.

#include "contracts/core/value.h"
#include "contracts/openapi/contract.h"

namespace squall::contracts::match {

// It can be written in the parameter's style.
bool can_write(const openapi::Parameter& parameter, const Value& value);
// It means the same to whoever reads it: no dots, slashes or control characters in a path segment, nothing that needs
// an escape in a cookie, no U+0000 and at most 2,000 bytes anywhere (RFC 9110, section 4.1, asks for 8,000 octets of
// request line).
bool carries_well(const openapi::Parameter& parameter, const Value& value);

}  // namespace squall::contracts::match
