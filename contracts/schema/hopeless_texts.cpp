#include "contracts/schema/hopeless_texts.h"

namespace squall::contracts::schema {
namespace {

constexpr std::size_t kMostFailures = 3;  // each of many samples

}  // namespace

bool HopelessTexts::has(const Constraints& constraints) const {
  if (failures_.empty()) return false;
  const auto found = failures_.find(of(constraints));
  return found != failures_.end() && found->second >= kMostFailures;
}

void HopelessTexts::count_failure(const Constraints& constraints) {
  ++failures_[of(constraints)];
}

HopelessTexts::Demands HopelessTexts::of(const Constraints& constraints) {
  return {constraints.min_length, constraints.max_length, constraints.patterns, constraints.formats};
}

}  // namespace squall::contracts::schema
