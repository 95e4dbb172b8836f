#pragma once
// The sound exchanges of a consumer with its stubs, to be written as pacts. Thread-safe; 10,000 of each provider are
// kept at most, bodies up to 1 MiB.

#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "contracts/core/value.h"
#include "contracts/pact/write.h"
#include "harness/stub/stub.h"

namespace squall::harness {

class PactRecord {
 public:
  // Requests that depart from the contract are no part of a pact.
  void observe(const std::string& provider, const StubExchange& exchange);
  // Of that provider, version 4; with no interactions where nothing was kept.
  contracts::Value pact(const std::string& consumer, const std::string& provider) const;

 private:
  mutable std::mutex mutex_;
  std::map<std::string, std::vector<contracts::pact::Exchange>> exchanges_;
};

}  // namespace squall::harness
