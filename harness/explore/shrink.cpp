#include "harness/explore/shrink.h"

#include <algorithm>
#include <optional>

namespace squall::harness {
namespace {

constexpr std::size_t kProofs = 2;   // more times that a finding is to come up
constexpr std::size_t kRetries = 3;  // until then

class Shrinking {
 public:
  Shrinking(Trials& trials, const Breach& breach) : trials_(trials), breach_(breach) {}

  std::size_t runs() const { return runs_; }

  // What was seen when the cause came up; nothing when it did not, or the system was not well.
  std::optional<Observation> shows(const Trial& trial) {
    if (trials_.stopped()) return std::nullopt;
    ++runs_;
    Observation seen = trials_.run(trial);
    const bool struck = std::all_of(seen.struck.begin(), seen.struck.end(), [](bool one) { return one; });
    const auto same = [&](const Breach& each) { return each.same_cause(breach_); };
    if (!seen.unwell.empty() || !struck || std::none_of(seen.breaches.begin(), seen.breaches.end(), same))
      return std::nullopt;
    return seen;
  }

  void prove(Shrunk& shrunk) {
    for (std::size_t i = 0; i < kRetries && shrunk.came_up < 1 + kProofs && !trials_.stopped(); ++i) {
      ++shrunk.tries;
      if (auto seen = shows(shrunk.trial)) {
        ++shrunk.came_up;
        shrunk.seen = std::move(*seen);
      }
    }
  }

  // Tries the trial without each of its faults or requests; what came up stays smaller.
  template <class Part>
  void leave_out(Shrunk& shrunk, Part part) {
    for (std::size_t i = 0; i < part(shrunk.trial).size();) {
      Trial smaller = shrunk.trial;
      part(smaller).erase(part(smaller).begin() + static_cast<std::ptrdiff_t>(i));
      if (auto seen = shows(smaller)) {
        shrunk.trial = std::move(smaller);
        shrunk.seen = std::move(*seen);
      } else {
        ++i;
      }
    }
  }

 private:
  Trials& trials_;
  const Breach& breach_;
  std::size_t runs_ = 0;
};

}  // namespace

Shrunk shrink(Trials& trials, const Trial& trial, const Observation& seen, const Breach& breach) {
  Shrinking shrinking(trials, breach);
  Shrunk shrunk{trial, seen};
  shrinking.prove(shrunk);
  if (shrunk.came_up > 1) {
    if (trial.faults.size() > 1)
      shrinking.leave_out(
          shrunk, [](Trial & each) -> auto& { return each.faults; });
    if (trial.entry.requests.size() > 1)
      shrinking.leave_out(
          shrunk, [](Trial & each) -> auto& { return each.entry.requests; });
  }
  shrunk.runs = shrinking.runs();
  return shrunk;
}

}  // namespace squall::harness
