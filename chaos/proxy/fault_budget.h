#pragma once
// FaultBudget: at most a share of an edge's recent requests, or connections, is struck, whatever faults there are.
//
// Recent are the last 100, or as many as it takes for one to be that share; before there were so many, all of them. Who
// is spared depends on the order in which they come, as with "first n": repeatable where that is, under concurrency
// their number alone.

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <vector>

namespace squall::chaos {

// Thread-safe: one for all workers of an edge.
class FaultBudget {
 public:
  explicit FaultBudget(double share);  // 0..1

  // One more came; whether it may be struck, given that faults chose it. Counts it as struck then.
  bool admit(bool chosen);

 private:
  const double share_;
  std::mutex mutex_;
  std::vector<bool> struck_;  // of the recent ones, a ring
  std::uint64_t seen_ = 0;
  std::size_t recently_struck_ = 0;
};

// A connection's handshake is apart from its requests.
struct FaultBudgets {
  explicit FaultBudgets(double share) : attempts(share), handshakes(share) {}
  FaultBudget attempts, handshakes;
};

}  // namespace squall::chaos
