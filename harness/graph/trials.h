#pragma once
// Plays one entry operation on the running system: in calm, or with a fault on one edge.

#include <vector>

#include "chaos/patterns/pattern.h"
#include "harness/graph/entries.h"

namespace squall::harness {

// The seam between what is asked of the system and the system that runs.
class GraphTrials {
 public:
  virtual ~GraphTrials() = default;
  // The records hold the attempts of all edges. One that did not settle says why.
  virtual chaos::PhaseRecord in_calm(const GraphEntry& entry, std::size_t calls) = 0;
  // `edge` as it is written. One call under the fault, after healthy ones, watched on for `linger`.
  virtual chaos::PhaseRecord under(const GraphEntry& entry, const std::string& edge, const chaos::FaultSpec& fault,
                                   chaos::Duration patience, chaos::Duration linger) = 0;
  virtual bool stopped() const = 0;
};

class LiveGraphTrials : public GraphTrials {
 public:
  LiveGraphTrials(RunContext& context, bool quick) : context_(context), quick_(quick) {}

  chaos::PhaseRecord in_calm(const GraphEntry& entry, std::size_t calls) override;
  chaos::PhaseRecord under(const GraphEntry& entry, const std::string& edge, const chaos::FaultSpec& fault,
                           chaos::Duration patience, chaos::Duration linger) override;
  bool stopped() const override { return context_.stop.stop_requested(); }

 private:
  chaos::PhaseRecord played(const GraphEntry& entry, const std::vector<std::string>& edges, const chaos::Phase& phase);

  RunContext& context_;
  bool quick_;
  std::uint64_t trials_ = 0;
};

// What a call of the record led to, on whatever edge, until the next call.
std::vector<chaos::Attempt> attempts_of(const chaos::PhaseRecord& record, const chaos::Call& call,
                                        const System& system);

}  // namespace squall::harness
