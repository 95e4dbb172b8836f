#pragma once
// ToldOnce: reasons that many threads may have, each kept once. Thread-safe, bounded.

#include <mutex>
#include <set>
#include <string>
#include <vector>

namespace squall::harness {

class ToldOnce {
 public:
  // True the first time; false when it was told already, or 100 others were.
  bool tell(const std::string& reason) {
    const std::scoped_lock lock(mutex_);
    return reasons_.size() < kMost && reasons_.insert(reason).second;
  }
  std::vector<std::string> all() const {  // sorted
    const std::scoped_lock lock(mutex_);
    return {reasons_.begin(), reasons_.end()};
  }

 private:
  static constexpr std::size_t kMost = 100;
  mutable std::mutex mutex_;
  std::set<std::string> reasons_;
};

}  // namespace squall::harness
