#include "harness/verify/found_set.h"

#include <algorithm>

namespace squall::harness {
namespace {

constexpr std::size_t most_ways = 12;

}  // namespace

void FoundSet::add(FoundProblem found) {
  const auto [known, is_new] = by_id_.emplace(found.finding.id, all_.size());
  if (is_new) {
    errors_ += found.finding.severity == reports::Severity::error;
    if (!found.way.empty()) found.finding.evidence.push_back({std::nullopt, found.way});
    all_.push_back(std::move(found));
    return;
  }
  reports::Finding& first = all_[known->second].finding;
  first.occurrences += found.finding.occurrences;
  if (!found.way.empty() && first.evidence.size() < most_ways) first.evidence.push_back({std::nullopt, found.way});
}

const std::vector<FoundProblem>& FoundSet::in_order() {
  std::stable_sort(all_.begin(), all_.end(), [](const FoundProblem& a, const FoundProblem& b) {
    return static_cast<int>(a.finding.severity) < static_cast<int>(b.finding.severity);
  });
  return all_;
}

}  // namespace squall::harness
