#include "chaos/proxy/fault_budget.h"

#include <algorithm>
#include <cmath>

namespace squall::chaos {
namespace {

constexpr double kLeast = 100, kMost = 1u << 20;

std::size_t window_of(double share) {
  return static_cast<std::size_t>(share > 0 ? std::clamp(std::ceil(1 / share), kLeast, kMost) : kLeast);
}

}  // namespace

FaultBudget::FaultBudget(double share) : share_(share), struck_(window_of(share)) {}

bool FaultBudget::admit(bool chosen) {
  const std::scoped_lock lock(mutex_);
  const std::size_t place = seen_ % struck_.size();
  if (struck_[place]) --recently_struck_;
  ++seen_;
  const auto recent = static_cast<double>(std::min<std::uint64_t>(seen_, struck_.size()));
  // What a share such as 10% is in binary must not cost the last one.
  const bool admitted = chosen && static_cast<double>(recently_struck_ + 1) <= share_ * recent + 1e-9;
  struck_[place] = admitted;
  if (admitted) ++recently_struck_;
  return admitted;
}

}  // namespace squall::chaos
