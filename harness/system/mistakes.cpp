#include "harness/system/mistakes.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace squall::harness {

void Mistakes::add(contracts::Location where, std::string message, std::string hint, contracts::ErrorKind kind) {
  errors_.push_back({kind, std::move(message), std::move(where), std::move(hint)});
}

bool Mistakes::any_below(const std::string& pointer) const {
  return std::any_of(errors_.begin(), errors_.end(), [&](const contracts::Error& error) {
    const std::string& place = error.location.pointer;
    return place.compare(0, pointer.size(), pointer) == 0 &&
           (place.size() == pointer.size() || place[pointer.size()] == '/');
  });
}

std::vector<contracts::Error> Mistakes::take() {
  std::stable_sort(errors_.begin(), errors_.end(), [](const contracts::Error& a, const contracts::Error& b) {
    return std::tie(a.location.line, a.location.column) < std::tie(b.location.line, b.location.column);
  });
  errors_.erase(std::unique(errors_.begin(), errors_.end()), errors_.end());
  if (errors_.size() > at_most) errors_.resize(at_most);
  return std::exchange(errors_, {});
}

}  // namespace squall::harness
