#pragma once
// What `squall stub` says of requests that depart from its contract.

#include <functional>
#include <string>

#include "contracts/openapi/contract.h"
#include "harness/stub/stub.h"

namespace squall::harness {

// An observer that has one line told for each way in which a request departs from the contract, without secrets.
std::function<void(const StubExchange&)> violations_to(std::function<void(const std::string&)> tell,
                                                       const contracts::openapi::Contract& contract);

}  // namespace squall::harness
