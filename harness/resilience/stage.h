#pragma once
// Stage: where a measurement is played. The seam between the protocol of the patterns and the running system: live over
// an engine and a client, or simulated in virtual time.

#include <functional>
#include <string>
#include <vector>

#include "chaos/faults/fault_spec.h"
#include "chaos/timeline/records.h"
#include "contracts/core/result.h"

namespace squall::harness {

// One stimulus, or many: how they are sent.
struct Stimulus {
  std::string purpose = "stimulus";
  chaos::Duration timeout{0};
  std::size_t attempts_at_most = 0;       // of a single one: given up once it has caused so many; 0: never
  contracts::http::Headers headers = {};  // in place of its own of these names
};

struct Volley {
  Stimulus stimulus;
  std::vector<contracts::http::Headers> given = {};  // to the nth: given[n % size()], in place of stimulus.headers
  std::size_t calls = 1;
  std::size_t in_flight = 0;  // at once; 0: one begins every `every`, whatever the answers do
  chaos::Duration every{0};
  chaos::Duration lasts{0};           // none begins later than this after the first; 0: no bound
  std::function<bool()> enough = {};  // asked before each: whether none needs to begin any more
};

class Stage {
 public:
  virtual ~Stage() = default;
  // Before so many stimuli under faults, in calm: what they need is made. "" or why it could not be.
  virtual std::string prepare(std::size_t stimuli) = 0;
  virtual chaos::Instant now() const = 0;
  virtual void wait(chaos::Duration time) = 0;  // ends early when stopped
  virtual bool stopped() const = 0;             // the run is to end: no more stimuli
  // Sends the stimulus and waits for its answer. in_contract and departure are filled in.
  virtual chaos::Call call(const Stimulus& stimulus) = 0;
  // Many of them; returns when all have ended, in order of their start.
  virtual std::vector<chaos::Call> volley(const Volley& volley) = 0;
  // From now on these requests of the expectation are sent again and again, until end_beside() returns what came of it.
  // Members that the expectation does not have are left out.
  virtual void begin_beside(const std::vector<std::string>& members, chaos::Duration every) = 0;
  virtual std::vector<chaos::Call> end_beside() = 0;
  // What each probe of the expectation's `state` reads now, as JSON; "" when it cannot.
  virtual std::vector<std::string> read_state() = 0;
  // On one replica of the edge, or on all of them (""). What lifts it again.
  virtual contracts::Result<std::string> put(const chaos::FaultSpec& fault, const std::string& replica) = 0;
  virtual void lift(const std::string& id) = 0;
  virtual std::vector<chaos::Attempt> attempts(chaos::Instant from, chaos::Instant to) const = 0;
  virtual std::vector<chaos::Attempt> attempts_elsewhere(chaos::Instant from, chaos::Instant to) const = 0;
  virtual std::size_t open_attempts() const = 0;
  // Of the faults on the edge that were on at some time between.
  virtual std::vector<chaos::FaultWindow> windows(chaos::Instant from, chaos::Instant to) const = 0;
};

}  // namespace squall::harness
