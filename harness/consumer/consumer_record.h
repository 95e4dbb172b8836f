#pragma once
// What crossed the edges and reached stubs that neither an edge leads to nor Squall itself calls, held to the
// providers' contracts while it happens.
//
// Thread-safe; `observe` is called on the proxy's worker threads. Bodies are judged and forgotten: what stays is one
// finding for each cause, with its first example.

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "chaos/proxy/engine.h"
#include "contracts/match/router.h"
#include "harness/check/finding_builder.h"
#include "harness/check/secret_places.h"
#include "harness/stub/stub.h"
#include "harness/system/system_file.h"
#include "harness/watch/judge_exchange.h"

namespace squall::harness {

class ConsumerRecord {
 public:
  using Routers = std::map<std::string, std::shared_ptr<const contracts::match::Router>>;  // by service
  // The system outlives the record.
  ConsumerRecord(const System& system, const Routers& contracts);

  // Whether an edge, or the stub of a service, is judged.
  bool judges(const std::string& place) const { return places_.contains(place); }
  // Off while Squall itself sends what a contract forbids: a gateway would hand that on, and be blamed for it.
  void listen(bool on);
  void observe(const chaos::Exchange& exchange);
  // What a stub was asked. Its answers are our own and not judged.
  void observe(const std::string& service, const StubExchange& exchange);

  struct Seen {
    std::uint64_t requests = 0;                       // judged
    std::map<std::string, std::uint64_t> operations;  // "POST /charges" -> requests
    std::uint64_t answers = 0;                        // the provider's own, on attempts no fault touched
    std::vector<reports::Finding> findings;
  };
  // What one edge or stub saw so far; its findings are handed over.
  Seen take(const std::string& place);

 private:
  struct Place {
    std::string edge;     // "" for a stub
    std::string from;     // in words: who sends
    std::string to;       // the provider
    std::string address;  // as replay commands name it
    std::shared_ptr<const contracts::match::Router> router;
    SecretPlaces secrets;
    Seen seen;
    FindingSet findings;
  };
  static void add(Place& place, const Departure& departure, const std::string& operation,
                  const chaos::Exchange& exchange);

  std::mutex mutex_;
  bool listening_ = true;
  std::map<std::string, Place> places_;  // by edge name (http, to a provider with a contract) or by service (stubs)
};

}  // namespace squall::harness
