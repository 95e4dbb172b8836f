#pragma once
// Consumer verification: a consumer's own tests run against stubs of its providers, in calm weather and while the stubs
// answer differently but legally.

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "chaos/proxy/engine.h"
#include "contracts/core/result.h"
#include "contracts/core/value.h"
#include "harness/consumer/provider_names.h"
#include "harness/consumer/usage.h"
#include "harness/session/session.h"
#include "harness/variation/variation.h"
#include "reports/model/run_event.h"

namespace squall::harness {

struct CommandRunsOptions;

struct ConsumerTask {
  std::vector<ConsumerProvider> providers;  // named
  std::vector<std::string> command;
  std::string directory;  // the command's; "" is Squall's own
  // Completes the command and its environment once the urls of the stubs (by provider) are known; may be empty.
  std::function<contracts::Status(const std::map<std::string, std::string>& urls, CommandRunsOptions& options)> prepare;
  std::string name;                 // of the consumer, in pacts
  std::string process = "command";  // what its process is called in the session
  bool stateful = false;            // the stubs remember what they are told, within one run
  bool pacts = false;               // the verdict has a pact with each provider
  std::uint64_t seed = 0;
  std::vector<const Variation*> vary;  // empty: calm weather only
  VariationOptions variation;
  std::size_t max_runs = 100;
  Duration within = std::chrono::minutes(10);  // one run of the command
  std::optional<Duration> timeout;             // all of them
  std::string log_directory;                   // existing; "" keeps no files
  bool needs = false;                          // which of all fields the tests need is learnt, for the usage
  std::vector<std::string> replay;             // ids of places: these are varied instead, together
  std::string again;                           // the command line, for replay commands, up to ...
  std::string behind;                          // ... " -- COMMAND", quoted for a shell
};

struct ConsumerVerdict {
  // command: the tests in calm weather; consumer/NAME: the requests to one provider; variation/NAME; needs; or replay
  std::vector<reports::Check> checks;
  Usage usage;
  std::map<std::string, contracts::Value> pacts;  // of the calm run, by provider
  double duration_ms = 0;
};

// Where it takes place.
struct ConsumerStage {
  Session& session;
  chaos::Engine& engine;
};

// Starts a stub for each provider on a free port of 127.0.0.1, runs the command with their urls in its environment, and
// takes the stubs down. Errors: a stub or the command cannot be started (unavailable). Events come from this thread.
contracts::Result<ConsumerVerdict> verify_consumer(const ConsumerTask& task, const ConsumerStage& stage,
                                                   const reports::EventSink& events, std::stop_token stop);

}  // namespace squall::harness
