#pragma once
// ExchangeLog: the last whole answer that each operation of each edge gave of itself. Thread-safe.

#include <map>
#include <mutex>
#include <string>

#include "chaos/proxy/engine.h"
#include "harness/explore/trial.h"

namespace squall::harness {

// The place at which an attempt was seen.
Place place_of(const chaos::Attempt& attempt);

class ExchangeLog {
 public:
  void observe(const chaos::Exchange& exchange);      // called by the engine's workers
  std::string answer_body(const Place& place) const;  // "" when none was seen

 private:
  mutable std::mutex mutex_;
  std::map<Place, std::string> bodies_;
};

}  // namespace squall::harness
