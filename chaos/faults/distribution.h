#pragma once
// Distributions of a time around its mean. All are drawn from the fault's own Random.

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "contracts/core/random.h"
#include "contracts/core/result.h"

namespace squall::chaos {

enum class Shape { constant, uniform, normal, pareto };

// uniform: mean +- jitter; normal: deviation jitter; pareto: a long tail of that index (> 1) with that mean, its least
// value being mean (index - 1) / index. Never less than 0.
std::chrono::nanoseconds draw(Shape shape, std::chrono::nanoseconds mean, std::chrono::nanoseconds jitter, double index,
                              contracts::Random& random);

// Times as they were recorded: how many in each bucket, uniform within.
class Histogram {
 public:
  // An object of each bucket's upper bound and its weight: {"10ms": 90, "100ms": 9, "1s": 1}; the first begins at 0.
  static contracts::Result<Histogram> parse(const std::string& json_or_yaml);
  // The same from a regular file of at most 1 MiB, read now.
  static contracts::Result<Histogram> load(const std::string& path);
  std::chrono::nanoseconds draw(contracts::Random& random) const;

 private:
  struct Bucket {
    std::chrono::nanoseconds upper{0};
    double below = 0;  // weights up to and with this one
  };
  std::vector<Bucket> buckets_;  // by upper bound
};

}  // namespace squall::chaos
