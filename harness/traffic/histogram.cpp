#include "harness/traffic/histogram.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace squall::harness {
namespace {

// Each power of two is cut into 2^kBits buckets; values below 2^kBits have a bucket each.
constexpr unsigned kBits = 7;
constexpr std::uint64_t kPerOctave = 1u << kBits;

std::size_t bucket_of(std::uint64_t value) {
  if (value < kPerOctave) return static_cast<std::size_t>(value);
  const unsigned shift = static_cast<unsigned>(std::bit_width(value)) - kBits - 1;
  return static_cast<std::size_t>((shift + 1) * kPerOctave + ((value >> shift) - kPerOctave));
}

std::uint64_t middle_of(std::size_t bucket) {
  if (bucket < kPerOctave) return bucket;
  const unsigned shift = static_cast<unsigned>(bucket / kPerOctave) - 1;
  const std::uint64_t low = (kPerOctave + bucket % kPerOctave) << shift;
  return low + ((std::uint64_t{1} << shift) - 1) / 2;
}

}  // namespace

void Histogram::record(Duration value, std::uint64_t times) {
  if (times == 0) return;
  const auto n = static_cast<std::uint64_t>(std::max<std::int64_t>(0, value.count()));
  const std::size_t bucket = bucket_of(n);
  if (bucket >= buckets_.size()) buckets_.resize(bucket + 1);
  buckets_[bucket] += times;
  count_ += times;
  min_ = std::min(min_, n);
  max_ = std::max(max_, n);
  sum_ += static_cast<double>(n) * static_cast<double>(times);
}

void Histogram::merge(const Histogram& other) {
  if (other.buckets_.size() > buckets_.size()) buckets_.resize(other.buckets_.size());
  for (std::size_t i = 0; i < other.buckets_.size(); ++i) buckets_[i] += other.buckets_[i];
  count_ += other.count_;
  min_ = std::min(min_, other.min_);
  max_ = std::max(max_, other.max_);
  sum_ += other.sum_;
}

Histogram::Duration Histogram::mean() const {
  return Duration(count_ == 0 ? 0 : static_cast<std::int64_t>(sum_ / static_cast<double>(count_)));
}

Histogram::Duration Histogram::quantile(double q) const {
  if (count_ == 0) return Duration(0);
  const double wanted = std::ceil(std::clamp(q, 0.0, 1.0) * static_cast<double>(count_));
  const auto rank = std::clamp<std::uint64_t>(static_cast<std::uint64_t>(wanted), 1, count_);
  if (rank == 1) return min();
  if (rank == count_) return max();
  std::uint64_t seen = 0;
  for (std::size_t bucket = 0; bucket < buckets_.size(); ++bucket) {
    seen += buckets_[bucket];
    if (seen >= rank) return Duration(static_cast<std::int64_t>(std::clamp(middle_of(bucket), min_, max_)));
  }
  return max();
}

}  // namespace squall::harness
