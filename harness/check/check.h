#pragma once
// What a check is to the run: planned first, run later, giving a report's Check.

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "chaos/proxy/engine.h"
#include "contracts/match/router.h"
#include "harness/check/secrets.h"
#include "harness/system/system_file.h"
#include "reports/model/run_event.h"

namespace squall::harness {

class NameService;
class Session;

// The run's means, alive for its whole length. Checks that run side by side have a context each.
struct RunContext {
  const System& system;
  chaos::Engine& engine;
  chaos::Timeline& timeline;
  const reports::EventSink& events;
  std::stop_token stop;  // Ctrl-C or --timeout: end soon, leave no fault behind
  std::uint64_t seed = 0;
  bool quick = false;
  std::map<std::string, std::string> service_urls;  // "orders" -> "http://127.0.0.1:40123"
  std::map<std::string, std::string> edge_urls;     // "orders-payments" -> the proxy's url
  std::map<std::string, std::shared_ptr<const contracts::match::Router>> contracts;  // by service; absent: no contract
  std::vector<reports::EdgeProfile>& profiles;                                       // resilience checks add to it
  std::vector<reports::OperationCoverage>& coverage;
  std::vector<reports::Series>& series;
  // The tail of a started service's output, for evidence; "" when there is none.
  std::function<std::string(const std::string& service)> service_log;
  // The command that runs one check again: "squall run squall.yaml --seed 42 --only ID".
  std::function<std::string(const std::string& check_id)> replay;
  Secrets* secrets = nullptr;                               // the run's, for what turns up meanwhile; may be nullptr
  Session* session = nullptr;                               // the services that were started; never null in a run
  bool side_by_side = false;                                // other checks may run at the same time
  std::vector<reports::EntryOperation>* entries = nullptr;  // what the graph's check makes known; may be nullptr
  NameService* names = nullptr;                             // what answers for the names of edges; may be nullptr
};

// What a check uses, so that it can be told which others would disturb it.
struct Footprint {
  std::vector<std::string> edges;     // that its calls touch
  std::vector<std::string> services;  // that must not be busy with something else
  bool alone = true;
};

struct PlannedCheck {
  std::string id;  // "verify/orders"
  reports::CheckKind kind = reports::CheckKind::provider;
  std::string title;
  std::vector<std::string> edges;   // where it puts faults
  std::vector<std::string> faults;  // in words, for --plan
  std::string blast_radius;         // in words: what may be disturbed
  Duration expected{0};
  // Asked once Plan::prepare has been called; empty: it runs alone, and takes as long as is `expected`.
  std::function<Footprint()> footprint = {};
  std::function<Duration()> forecast = {};
  std::size_t dispensable = 0;  // the higher, the sooner it is left out when there is too little time
  std::function<reports::Check(RunContext&)> run;  // catches nothing it cannot explain; removes its faults
};

}  // namespace squall::harness
