#pragma once
// Which edges each of a service's example requests reaches: found by sending them, in calm, and watching the timeline.

#include <map>
#include <set>
#include <string>
#include <vector>

#include "contracts/http/message.h"
#include "harness/check/check.h"

namespace squall::harness {

struct Sounding {
  std::string service;
  std::string operation;  // "GET /orders/{id}"
  contracts::http::Request request;
  std::vector<std::string> reached;  // edges, each time that it was sent
  std::set<std::string> called;      // on which edge what: "orders-payments POST /charges"
};

// Asks how a service is, which says little about what callers do.
bool about_health(const Sounding& sounding);

// Sends GET and HEAD before what changes things, and no DELETE at all. At most 80 requests and 20 s for a service.
class Soundings {
 public:
  explicit Soundings(const RunContext& context) : context_(context) {}
  const std::vector<Sounding>& of(const std::string& service);  // of a service without a contract, empty
  // The one that reaches the edge, calls one of the wanted operations there, if any does, and reaches the fewest other
  // edges; from the service nearest to it; nullptr when none does.
  const Sounding* reaching(const EdgeSpec& edge, const std::set<std::string>& wanted = {});

 private:
  std::vector<Sounding> sound_out(const std::string& service) const;

  const RunContext& context_;
  std::map<std::string, std::vector<Sounding>> known_;
};

// The edges on which the trace was seen, or, when the trace is nowhere seen, those with an attempt at all.
std::vector<std::string> edges_reached(const RunContext& context, const chaos::Call& call);
// The edges by which a call from outside comes to this one's consumer, the nearest first.
std::vector<const EdgeSpec*> edges_above(const System& system, const EdgeSpec& edge);

}  // namespace squall::harness
