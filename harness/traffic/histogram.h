#pragma once
// Histogram: durations in log-linear buckets, so that any quantile is known to better than 1 % at any scale and the
// memory does not grow with the number of values. Not thread-safe.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace squall::harness {

class Histogram {
 public:
  using Duration = std::chrono::nanoseconds;

  void record(Duration value, std::uint64_t times = 1);  // negative values count as zero
  void merge(const Histogram& other);

  std::uint64_t count() const { return count_; }
  Duration min() const { return Duration(count_ == 0 ? 0 : min_); }  // exact
  Duration max() const { return Duration(max_); }                    // exact
  Duration mean() const;
  // The value at rank ceil(q * count) (nearest rank), exact at both ends, otherwise the middle of its bucket; 0 when
  // empty.
  Duration quantile(double q) const;

 private:
  std::vector<std::uint64_t> buckets_;  // as long as the largest value needs
  std::uint64_t count_ = 0;
  std::uint64_t min_ = UINT64_MAX;
  std::uint64_t max_ = 0;
  double sum_ = 0;
};

}  // namespace squall::harness
