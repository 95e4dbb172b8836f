#pragma once
// Stage: where a measurement is played. The seam between the protocol of the patterns and the running system: live over
// an engine and a client, or simulated in virtual time.

#include <string>
#include <vector>

#include "chaos/faults/fault_spec.h"
#include "chaos/timeline/records.h"
#include "contracts/core/result.h"

namespace squall::harness {

class Stage {
 public:
  virtual ~Stage() = default;
  virtual chaos::Instant now() const = 0;
  virtual void wait(chaos::Duration time) = 0;  // ends early when stopped
  virtual bool stopped() const = 0;             // the run is to end: no more stimuli
  // Sends the stimulus and waits for its answer. Given up (CallError::cancelled) once it has caused that many attempts
  // on the edge; 0: never. in_contract and departure are filled in.
  virtual chaos::Call call(const std::string& purpose, chaos::Duration timeout, std::size_t attempts_at_most) = 0;
  virtual contracts::Result<std::string> put(const chaos::FaultSpec& fault) = 0;  // the fault's id
  virtual void lift(const std::string& id) = 0;
  virtual std::vector<chaos::Attempt> attempts(chaos::Instant from, chaos::Instant to) const = 0;
  virtual std::size_t open_attempts() const = 0;
};

}  // namespace squall::harness
