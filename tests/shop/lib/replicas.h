#pragma once
// Which of a dependency's replicas the next attempt goes to: in turn, and to another one after a failure.

#include <chrono>
#include <mutex>
#include <string>
#include <vector>

namespace shop {

struct ReplicaSettings {
  bool fails_over = false;                // false: a call stays with its replica
  std::chrono::milliseconds sits_out{0};  // one that failed gets nothing for so long
  bool returns = true;                    // false: it gets nothing any more
};

// Thread-safe.
class Replicas {
 public:
  using Clock = std::chrono::steady_clock;
  Replicas(const std::string& urls, ReplicaSettings settings);  // "http://a,http://b"

  std::size_t first(Clock::time_point now);                     // for a call's first attempt
  std::size_t next(std::size_t failed, Clock::time_point now);  // for the attempt after it failed there
  void report(std::size_t replica, bool success, Clock::time_point now);
  const std::string& url(std::size_t replica) const { return all_[replica].url; }

 private:
  struct Replica {
    std::string url;
    bool failed = false;
    Clock::time_point failed_at{};
  };
  bool sits_out(const Replica& replica, Clock::time_point now) const;
  std::size_t usable_from(std::size_t from, Clock::time_point now) const;  // `from` where all sit out

  const ReplicaSettings settings_;
  std::mutex mutex_;
  std::vector<Replica> all_;
  std::size_t turn_ = 0;
};

}  // namespace shop
