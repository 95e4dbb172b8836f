#pragma once
// Disruption: something that is broken on purpose and mended again: a fault on an edge, a process, whatever a hook
// does.

#include <memory>
#include <stop_token>
#include <string>

#include "harness/check/check.h"

namespace squall::harness {

// Used by one thread at a time. revert() is called once apply() was, whatever came of that, exactly once.
class Disruption {
 public:
  virtual ~Disruption() = default;
  // Returns when it is in force: what returns without error was seen to have happened, but for a fault on an edge, of
  // which the timeline's attempts are the proof. The stop token cuts it short.
  virtual contracts::Status apply(const std::stop_token& stop) = 0;
  // Returns when all is as before. The run's stop token does not cut it short, but what teardown would end at once
  // anyway is not started again.
  virtual contracts::Status revert() = 0;
  virtual std::string id() const { return ""; }  // of a fault on an edge, once it is on
  // What was seen of it: "process 4711 was killed". Empty: nothing, and so it is no proof.
  virtual std::string evidence() const { return ""; }
};

// `id` names a fault on its edge. The context and the fault outlive it.
std::unique_ptr<Disruption> make_disruption(const ScheduledFault& fault, std::string id, RunContext& context);

std::unique_ptr<Disruption> disrupt_edge(const ScheduledFault& fault, std::string id, RunContext& context);
std::unique_ptr<Disruption> disrupt_process(const ScheduledFault& fault, RunContext& context);
std::unique_ptr<Disruption> disrupt_by_hook(const ScheduledFault& fault, RunContext& context);
std::unique_ptr<Disruption> disrupt_lookups(const ScheduledFault& fault, RunContext& context);

}  // namespace squall::harness
