#pragma once
// What of an exchange between a consumer and its stub may stand in a pact. Internal to this room.

#include <optional>

#include "contracts/pact/write.h"
#include "harness/check/secret_places.h"
#include "harness/stub/stub.h"

namespace squall::harness {

// Of headers that begin with X- those that the operation declares; credentials, declared API keys and what is called
// like a secret are left out of headers and queries, and stand as "[redacted]" or 0 in bodies of JSON, which a pact
// matches by type there. Bodies are as they are without their codings (gzip, deflate). Nothing: such secrets are in a
// body that is no JSON, its coding cannot be undone, or the request is not UTF-8.
std::optional<contracts::pact::Exchange> pact_exchange(const StubExchange& exchange, const SecretPlaces& secrets);

}  // namespace squall::harness
