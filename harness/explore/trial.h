#pragma once
// Trial: one entry request sent once under a set of faults, and what was seen of it. The seam between the search, which
// is pure, and the running system.

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "chaos/faults/fault_spec.h"
#include "chaos/timeline/records.h"
#include "contracts/http/message.h"
#include "reports/model/run_report.h"

namespace squall::harness {

// Where a fault strikes: one operation of one edge, or all of the edge.
struct Place {
  std::string edge;
  std::string operation;  // "POST /charges"; "" is the whole edge
  auto operator<=>(const Place&) const = default;
  bool whole_edge() const { return operation.empty(); }
};
std::string to_string(const Place& place);  // "POST /charges on orders-payments"

// A fault that may be put at a place.
struct FaultChoice {
  std::string name;        // "answer lost", "no answer, once", "/total removed"
  chaos::FaultSpec fault;  // without id
  std::string field = {};  // of the answer's JSON body, when the fault changes that alone; else ""
  bool removes = false;    // the field goes
};

struct PlacedFault {
  Place place;
  FaultChoice choice;
};
std::string to_string(const PlacedFault& fault);  // "answer lost: POST /charges on orders-payments"

struct EntryRequest {
  std::string service;
  contracts::http::Request request;
};

// What a user does: one request, or several in a row.
struct Entry {
  std::string name;  // unique
  std::vector<EntryRequest> requests;
  contracts::Location location;
};

struct Trial {
  Entry entry;
  std::vector<PlacedFault> faults;
};

// A request seen on an edge.
struct Hop {
  Place place;
  int status = 0;         // as the consumer got it; 0: none
  bool struck = false;    // a fault's step was executed on it
  bool executed = false;  // the provider got it
};

struct AnswerSeen {
  int status = 0;  // 0: none
  chaos::CallError error = chaos::CallError::none;
  std::string shape;  // of a JSON body, shape_of()
};

// A promise that was broken.
struct Breach {
  std::string rule;     // "explore.invariant"
  std::string what;     // which one; the same for the same cause
  std::string message;  // one sentence, without the faults
  std::string operation;
  contracts::Location location;
  bool same_cause(const Breach& other) const { return rule == other.rule && what == other.what; }
};

struct Observation {
  // Why nothing can be concluded from it: the system was not well before the faults, or the run is to end.
  std::string unwell;
  bool lasting = false;             // ... and will not be: what it used to do was not done any more within the patience
  bool broken = false;              // ... and what it does instead is a failure
  std::vector<AnswerSeen> answers;  // of the requests, in order
  std::vector<Hop> hops;            // in order of their start
  std::vector<bool> struck;         // of each fault of the trial: it was executed
  std::vector<Breach> breaches;
  std::vector<reports::EvidenceLine> evidence;
};

class Trials {
 public:
  virtual ~Trials() = default;
  virtual Observation run(const Trial& trial) = 0;
  // The faults that can be put there, those that concern the whole answer first. Fields are those that were seen in
  // answers so far.
  virtual std::vector<FaultChoice> menu(const Place& place) = 0;
  virtual bool stopped() const = 0;  // no more trials: interrupted, or the budget is over
};

}  // namespace squall::harness
