#pragma once
// A stub that serves a pact: a request that an interaction asks for is answered as that interaction says, with its
// generators applied; equal requests get equal answers but for the time of day. One that none asks for gets a problem
// document (RFC 9457) that names the closest interaction and each mismatch: 404 when none has its path and method, else
// 422.

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "chaos/http/handler.h"
#include "contracts/core/violation.h"
#include "contracts/pact/pact.h"

namespace squall::harness {

// What a pact's stub saw and did; valid during the call only.
struct PactStubExchange {
  const chaos::http::Incoming& incoming;
  const contracts::pact::Interaction* interaction;      // that answered; nullptr when none asks for this
  const std::vector<contracts::Violation>& violations;  // of the closest, when none does
  const chaos::http::Reply& reply;
};

struct PactStubOptions {
  std::uint64_t seed = 0;
  std::chrono::nanoseconds latency{0};
  bool tls = false;                                      // URLs of its own begin with https
  std::function<contracts::pact::Moment()> now;          // what generated dates count from
  std::function<void(const PactStubExchange&)> observe;  // on a worker thread, several at once; may be empty
};

// Thread-safe, never blocks.
chaos::http::Handler make_pact_stub(std::shared_ptr<const contracts::pact::Pact> pact, PactStubOptions options);

}  // namespace squall::harness
