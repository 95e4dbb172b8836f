#pragma once
// The stubs of a consumer verification, with the weather over them and the record of what they are asked.

#include <map>
#include <string>
#include <vector>

#include "chaos/proxy/engine.h"
#include "harness/consumer/consumer_record.h"
#include "harness/consumer/provider_names.h"
#include "harness/consumer/weather.h"

namespace squall::harness {

class ConsumerStubs {
 public:
  ConsumerStubs(const std::vector<ConsumerProvider>& providers, std::vector<const Variation*> wanted,
                const VariationOptions& options, std::uint64_t seed, chaos::Timeline& timeline);
  // On free ports of 127.0.0.1. Errors: unavailable.
  contracts::Status start();

  Weather& weather() { return weather_; }
  ConsumerRecord& record() { return record_; }
  // Each variable of each provider, and the url of its stub.
  const std::map<std::string, std::string>& env() const { return env_; }

 private:
  const std::vector<ConsumerProvider>& providers_;
  const std::uint64_t seed_;
  Weather weather_;
  System system_;
  ConsumerRecord record_;
  std::map<std::string, std::string> env_;
  chaos::Engine engine_;  // last: its threads use the others
};

}  // namespace squall::harness
