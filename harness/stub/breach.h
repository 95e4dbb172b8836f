#pragma once
// Breaches: ways in which a provider breaks its contract, one at a time, on purpose. With one switched on, a stub is a
// provider of which a verification must find that very fault.

#include <cstdint>
#include <span>
#include <string_view>

#include "contracts/core/random.h"
#include "contracts/core/result.h"
#include "harness/stub/responder.h"

namespace squall::harness {

// An answer that is about to be broken, and what the contract says of it.
struct BreachSite {
  const JudgedRequest& judged;
  const contracts::openapi::ResponseObject& declared;
  const contracts::openapi::MediaTypeObject* media;  // of the answer's body; nullptr where it has none
  contracts::Random random;
};

struct Breach {
  std::string_view name;     // as on the command line
  std::string_view summary;  // for help
  // Whether the answer could be broken so; otherwise it is as it was. A schema may leave no room for it.
  bool (*apply)(const BreachSite& site, contracts::http::Response& response);
};

std::span<const Breach* const> breaches();  // all, in the order of help
contracts::Result<const Breach*> breach_named(std::string_view name);
// Breaks every success that an operation is answered with, wherever that can be. Draws from the seed and the operation.
ReplyChange breaking(const Breach& breach, std::uint64_t seed);

}  // namespace squall::harness
