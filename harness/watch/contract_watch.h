#pragma once
// ContractWatch: live traffic held to a contract while it passes, and what of it drifted.

#include <functional>
#include <map>
#include <mutex>

#include "harness/watch/drift_log.h"

namespace squall::harness {

struct WatchOptions {
  double share = 1;  // of the exchanges, evenly spread; the others are only counted
  // Gets each cause once, when it is first seen, on the thread that observed it; may be empty.
  std::function<void(const Drift&)> told;
};

// What an edge had to be judged, in messages.
struct EdgeSeen {
  std::array<std::uint64_t, kJudgings> requests{}, answers{};  // by Judging
  std::uint64_t passed_over = 0;                               // exchanges outside the share
  bool operator==(const EdgeSeen&) const = default;
};

struct Watched {
  std::map<std::string, EdgeSeen> edges;
  std::vector<Drift> drifts;
  std::uint64_t left_out = 0;  // DriftLog::left_out()
};

// Thread-safe. Bodies are judged and forgotten.
class ContractWatch {
 public:
  ContractWatch(std::shared_ptr<const contracts::match::Router> router, WatchOptions options);

  void observe(const chaos::Exchange& exchange);
  Watched seen() const;

 private:
  const std::shared_ptr<const contracts::match::Router> router_;
  const WatchOptions options_;
  SoundMessages sound_;
  std::atomic<std::uint64_t> exchanges_{0};
  mutable std::mutex mutex_;
  std::map<std::string, EdgeSeen, std::less<>> edges_;
  DriftLog log_;
};

}  // namespace squall::harness
