#include "harness/variation/breakage.h"

#include <algorithm>
#include <optional>

namespace squall::harness {
namespace {

using Outcome = PlayResult::Outcome;
using Places = std::vector<std::string>;

constexpr std::size_t kMostTogether = 4;  // places of one cause; beyond, the consumer is as good as unsteady
constexpr std::size_t kRounds = 2;        // of calm weather and the cause alone

class Search {
 public:
  Search(const PlaceSet& places, const Play& play) : play_(play), pending_(places) {}

  Breakage run() {
    while (!pending_.empty() && !over()) {
      const PlayResult all = played(pending_);
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
  bool over() const { return result_.unsteady || result_.unfinished; }

  PlayResult played(const PlaceSet& changed) {
    PlayResult result = play_(changed);
    if (result.outcome == Outcome::not_run) {
      result_.unfinished = true;
    } else {
      ++result_.plays;
    }
    return result;
  }

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
      if (!over()) result_.unsteady = true;
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
        const PlayResult part = played(together(cause.places, suspects, middle));
        if (part.outcome == Outcome::not_run) return std::nullopt;
        if (part.outcome == Outcome::broke) cause.shown = part;
        (part.outcome == Outcome::broke ? breaks : holds) = middle;
      }
      const bool only_one = cause.places.empty() && breaks == 1;
      cause.places.push_back(suspects[breaks - 1]);
      suspects.resize(breaks - 1);
      if (only_one && all.changed.size() == 1) return cause;
      const PlayResult alone = played(together(cause.places, {}, 0));
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
    for (std::size_t round = 0; round < kRounds; ++round) {
      const PlayResult calm = played({});
      if (calm.outcome == Outcome::broke) result_.unsteady = true;
      if (calm.outcome != Outcome::held) return;
      const PlayResult again = played(together(cause.places, {}, 0));
      if (again.outcome == Outcome::held) result_.unsteady = true;
      if (again.outcome != Outcome::broke) return;
      cause.shown = again;
    }
    cause.proved = true;
  }

  const Play& play_;
  PlaceSet pending_;
  Breakage result_;
};

}  // namespace

Breakage find_breakage(const PlaceSet& places, const Play& play) {
  return Search(places, play).run();
}

}  // namespace squall::harness
