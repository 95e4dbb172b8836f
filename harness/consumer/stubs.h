#pragma once
// The stubs of a consumer verification, with the weather over them and the record of what they are asked.

#include <atomic>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "chaos/proxy/engine.h"
#include "harness/consumer/consumer_record.h"
#include "harness/consumer/pact_record.h"
#include "harness/consumer/provider_names.h"
#include "harness/consumer/weather.h"
#include "harness/stub_state/state_answers.h"

namespace squall::harness {

class ConsumerStubs {
 public:
  struct Options {
    std::vector<const Variation*> wanted;
    VariationOptions variation;
    std::uint64_t seed = 0;
    bool stateful = false;  // they remember what they are told
    bool pacts = false;     // exchanges are kept for them
    std::string name;       // of the consumer: its stubs are called NAME/PROVIDER in the engine
  };
  // The providers and the engine outlive it.
  ConsumerStubs(const std::vector<ConsumerProvider>& providers, Options options, chaos::Engine& engine);
  ~ConsumerStubs();  // they serve no more
  ConsumerStubs(const ConsumerStubs&) = delete;
  ConsumerStubs& operator=(const ConsumerStubs&) = delete;
  // On free ports of 127.0.0.1. Errors: unavailable.
  contracts::Status start();

  Weather& weather() { return weather_; }
  ConsumerRecord& record() { return record_; }
  const PactRecord& pacts() const { return pacts_; }
  // Before each run: what was told is forgotten.
  void begin_run();
  // Exchanges are kept for pacts until then.
  void keep_no_more() { keeping_ = false; }
  // Each variable of each provider, and the url of its stub.
  const std::map<std::string, std::string>& env() const { return env_; }
  const std::map<std::string, std::string>& urls() const { return urls_; }  // by provider

 private:
  const std::vector<ConsumerProvider>& providers_;
  const Options options_;
  Weather weather_;
  System system_;
  ConsumerRecord record_;
  PactRecord pacts_;
  std::atomic<bool> keeping_;
  std::vector<std::shared_ptr<StateAnswers>> states_;
  std::map<std::string, std::string> env_, urls_;
  chaos::Engine& engine_;
};

}  // namespace squall::harness
