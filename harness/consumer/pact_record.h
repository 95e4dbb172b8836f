#pragma once
// The sound exchanges of a consumer with its stubs, to be written as pacts. Thread-safe; equal ones are kept once,
// bodies up to 1 MiB, 10,000 exchanges and 64 MiB of each provider at most.

#include <cstdint>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "contracts/core/value.h"
#include "contracts/pact/write.h"
#include "harness/check/secret_places.h"
#include "harness/consumer/provider_names.h"
#include "harness/stub/stub.h"

namespace squall::harness {

class PactRecord {
 public:
  explicit PactRecord(const std::vector<ConsumerProvider>& providers);
  // Requests that depart from the contract are no part of a pact.
  void observe(const std::string& provider, const StubExchange& exchange);
  // Of that provider, version 4; with no interactions where nothing was kept.
  contracts::Value pact(const std::string& consumer, const std::string& provider) const;
  // Exchanges of all providers that are in no pact though they keep the contract: too many, too large, or with secrets
  // that could not be taken out.
  std::uint64_t left_out() const;

 private:
  struct Kept {
    SecretPlaces secrets;
    std::vector<contracts::pact::Exchange> exchanges = {};
    std::set<std::uint64_t> known = {};  // hashes of their content
    std::size_t bytes = 0;
  };
  mutable std::mutex mutex_;
  std::map<std::string, Kept> kept_;
  std::uint64_t left_out_ = 0;
};

}  // namespace squall::harness
