#pragma once
// Random: counter-based and stateless at heart. A stream is named by what it is for, never shared, so the thread count
// and the order of events cannot change what is drawn. No std distribution is used: their results differ by library.

#include <cstdint>
#include <span>
#include <string_view>

namespace squall::contracts {

class Random {
 public:
  // `domain` says what is drawn ("fault.latency"), `identity` for whom (an edge and a request), `index` which
  // occurrence.
  Random(std::uint64_t seed, std::string_view domain, std::string_view identity = {}, std::uint64_t index = 0);

  std::uint64_t next();                                       // 64 uniform bits
  std::uint64_t below(std::uint64_t bound);                   // [0, bound), unbiased; bound >= 1
  std::int64_t between(std::int64_t low, std::int64_t high);  // [low, high]
  double unit();                                              // [0, 1)
  double normal();                                            // mean 0, deviation 1
  bool chance(double probability);                            // p <= 0 never, p >= 1 always
  // An independent stream derived from this one's name, not from its state.
  Random fork(std::string_view domain, std::uint64_t index = 0) const;

  template <class T>
  const T& pick(std::span<const T> choices) {
    return choices[below(choices.size())];
  }

 private:
  std::uint64_t key_;
  std::uint64_t counter_ = 0;
};

// A stable 64-bit hash of bytes, the same on every platform and in every version.
std::uint64_t stable_hash(std::string_view bytes, std::uint64_t seed = 0);

}  // namespace squall::contracts
