#pragma once
// What crossed the edges, held to the providers' contracts while it happens.
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
#include "harness/system/system_file.h"

namespace squall::harness {

class ConsumerRecord {
 public:
  using Routers = std::map<std::string, std::shared_ptr<const contracts::match::Router>>;  // by service
  // The system outlives the record.
  ConsumerRecord(const System& system, const Routers& contracts);

  bool judges(const std::string& edge) const { return edges_.contains(edge); }
  // Off while Squall itself sends what a contract forbids: a gateway would hand that on, and be blamed for it.
  void listen(bool on);
  void observe(const chaos::Exchange& exchange);

  struct Seen {
    std::uint64_t requests = 0;                       // judged
    std::map<std::string, std::uint64_t> operations;  // "POST /charges" -> requests
    std::uint64_t answers = 0;                        // the provider's own, on attempts no fault touched
    std::vector<reports::Finding> findings;
  };
  // What one edge saw so far; its findings are handed over.
  Seen take(const std::string& edge);

 private:
  struct Edge {
    const EdgeSpec* spec = nullptr;
    std::shared_ptr<const contracts::match::Router> router;
    Seen seen;
    FindingSet findings;
  };
  void judge(Edge& edge, const chaos::Exchange& exchange);

  std::mutex mutex_;
  bool listening_ = true;
  std::map<std::string, Edge> edges_;  // http edges to a provider with a contract
};

}  // namespace squall::harness
