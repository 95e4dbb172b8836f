#pragma once
// How long things take at worst, added up over a tree of calls from what was measured on its edges. Nothing is guessed:
// what was not measured makes the sum unknown, and the sum says so.

#include <span>
#include <string>

#include "chaos/graph/call_tree.h"
#include "chaos/graph/edge_limits.h"

namespace squall::chaos {

struct Bound {
  Duration least{0};       // it may take at least so long
  bool known = true;       // and no longer than that
  bool unbounded = false;  // nothing ends it, as far as was seen
  std::string why = "";    // of what is not known: "no timeout of payments-bank was measured"
};

class WorstCase {
 public:
  // Both must outlive it.
  WorstCase(const CallTree& tree, std::span<const EdgeLimits> limits) : tree_(tree), limits_(limits) {}

  // What the service at the node may take: its own time in calm, and its calls one after another. Those that it makes
  // at the same time count once, with the longest. Nothing bounds a service that calls nobody.
  Bound work(std::size_t node) const;
  // What its consumer spends on one attempt, and on all attempts of the call with their pauses.
  Bound attempt(std::size_t node) const;
  Bound call(std::size_t node) const;

 private:
  Duration own_time(std::size_t node) const;
  Bound calls_of(std::size_t node) const;

  const CallTree& tree_;
  std::span<const EdgeLimits> limits_;
};

}  // namespace squall::chaos
