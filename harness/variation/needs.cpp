#include "harness/variation/needs.h"

#include <utility>

namespace squall::harness {
namespace {

using Outcome = PlayResult::Outcome;

class NeedsSearch {
 public:
  NeedsSearch(const PlaceSet& places, const Play& play) : runs_(play, result_), places_(places) {}

  Needs run() {
    // What one change hides from another is reached once that one is decided.
    for (PlaceSet pending = places_; !pending.empty() && !result_.is_over();) {
      decide(pending);
      PlaceSet left;
      for (const auto& place : pending) {
        if (!is_decided(place)) left.insert(place);
      }
      if (left.size() == pending.size()) break;
      pending = std::move(left);
    }
    if (!result_.is_over() && !result_.needed.empty() && runs_.run({}).outcome == Outcome::broke)
      result_.unsteady = true;
    if (result_.unsteady) {
      result_.needed.clear();
      result_.not_needed.clear();
    }
    for (const auto& place : places_) {
      if (!result_.needed.contains(place) && !result_.not_needed.contains(place)) result_.unknown.insert(place);
    }
    return std::move(result_);
  }

 private:
  bool is_decided(const std::string& place) const {
    return result_.needed.contains(place) || result_.not_needed.contains(place) || together_.contains(place);
  }

  void decide(const PlaceSet& asked) {
    const PlayResult result = runs_.run(asked);
    if (result.outcome == Outcome::held) {
      result_.not_needed.insert(result.changed.begin(), result.changed.end());
    } else if (result.outcome == Outcome::broke) {
      if (result.changed.empty()) result_.unsteady = true;
      if (result.changed.size() == 1) decide_one(result.changed);
      if (result.changed.size() > 1) decide_halves(result.changed);
    }
  }

  void decide_one(const PlaceSet& place) {
    const PlayResult again = runs_.run(place);
    if (again.outcome == Outcome::held) result_.unsteady = true;
    if (again.outcome == Outcome::broke) result_.needed.insert(place.begin(), place.end());
  }

  // Where no half holds one that is needed, some are needed together: of these nothing can be told.
  void decide_halves(const PlaceSet& broken) {
    const std::size_t needed_before = result_.needed.size(), together_before = together_.size();
    auto middle = broken.begin();
    std::advance(middle, static_cast<std::ptrdiff_t>(broken.size() / 2));
    decide(PlaceSet(broken.begin(), middle));
    if (!result_.is_over()) decide(PlaceSet(middle, broken.end()));
    if (result_.is_over() || result_.needed.size() > needed_before || together_.size() > together_before) return;
    for (const auto& place : broken) {
      if (result_.not_needed.erase(place) > 0) together_.insert(place);
    }
  }

  Needs result_;
  SearchRuns runs_;
  const PlaceSet places_;
  PlaceSet together_;
};

}  // namespace

Needs find_needs(const PlaceSet& places, const Play& play) {
  return NeedsSearch(places, play).run();
}

}  // namespace squall::harness
