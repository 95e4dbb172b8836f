#include "harness/variation/breakage.h"

#include <algorithm>
#include <optional>

namespace squall::harness {
namespace {

using Outcome = PlayResult::Outcome;
using Places = std::vector<std::string>;

constexpr std::size_t kMostTogether = 4;  // places of one cause; beyond, the consumer is as good as unsteady

class Search {
 public:
  Search(const PlaceSet& places, const Play& play) : runs_(play, result_), pending_(places) {}

  Breakage run() {
    while (!pending_.empty() && !result_.is_over()) {
      const PlayResult all = runs_.run(pending_);
      if (all.outcome == Outcome::not_run) break;
      if (all.outcome == Outcome::held) {
        if (!take_held(all.changed)) break;
      } else {
        take_broken(all);
      }
    }
    result_.left = pending_;
    return std::move(result_);
  }

 private:
  // What one change hides from another is changed in the next run. False: nothing was.
  bool take_held(const PlaceSet& changed) {
    bool any = false;
    for (const auto& place : changed) {
      if (pending_.erase(place) == 0) continue;
      result_.held.insert(place);
      any = true;
    }
    return any;
  }

  void take_broken(const PlayResult& all) {
    const Places suspects(all.changed.begin(), all.changed.end());
    auto cause = isolate(suspects, all);
    if (!cause) {
      if (!result_.is_over()) result_.unsteady = true;
      return;
    }
    prove(*cause);
    if (result_.unsteady) return;
    for (const auto& place : cause->places) pending_.erase(place);
    result_.causes.push_back(std::move(*cause));
  }

  // The shortest beginning of the suspects that breaks ends in a place that is needed; with it held fast, what stands
  // before it may hold others that are. nullopt: it did not break alike twice, or nothing was changed when it broke.
  std::optional<BreakingCause> isolate(Places suspects, const PlayResult& all) {
    if (suspects.empty()) return std::nullopt;
    BreakingCause cause;
    cause.shown = all;
    while (cause.places.size() < kMostTogether && !suspects.empty()) {
      std::size_t holds = 0, breaks = suspects.size();
      while (breaks - holds > 1) {
        const std::size_t middle = holds + (breaks - holds) / 2;
        const PlayResult part = runs_.run(together(cause.places, suspects, middle));
        if (part.outcome == Outcome::not_run) return std::nullopt;
        if (part.outcome == Outcome::broke) cause.shown = part;
        (part.outcome == Outcome::broke ? breaks : holds) = middle;
      }
      const bool only_one = cause.places.empty() && breaks == 1;
      cause.places.push_back(suspects[breaks - 1]);
      suspects.resize(breaks - 1);
      if (only_one && all.changed.size() == 1) return cause;
      const PlayResult alone = runs_.run(together(cause.places, {}, 0));
      if (alone.outcome == Outcome::not_run) return std::nullopt;
      if (alone.outcome == Outcome::broke) {
        cause.shown = alone;
        return cause;
      }
    }
    return std::nullopt;
  }

  static PlaceSet together(const Places& kept, const Places& suspects, std::size_t first) {
    PlaceSet set(kept.begin(), kept.end());
    set.insert(suspects.begin(), suspects.begin() + static_cast<std::ptrdiff_t>(first));
    return set;
  }

  void prove(BreakingCause& cause) {
    cause.proved = runs_.prove(together(cause.places, {}, 0), [&cause](const PlayResult& again) {
      if (again.outcome != Outcome::broke) return false;
      cause.shown = again;
      return true;
    });
  }

  Breakage result_;
  SearchRuns runs_;
  PlaceSet pending_;
};

}  // namespace

Breakage find_breakage(const PlaceSet& places, const Play& play) {
  return Search(places, play).run();
}

}  // namespace squall::harness
