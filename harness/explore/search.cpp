#include "harness/explore/search.h"

#include <algorithm>
#include <optional>

#include "harness/explore/handling.h"
#include "harness/explore/shrink.h"
#include "harness/explore/survey.h"

namespace squall::harness {
namespace {

class Search : private SurveyRuns {
 public:
  Search(Trials& trials, const Entry& entry, const SearchOptions& options, const SearchProgress& progress)
      : trials_(trials), entry_(entry), options_(options), progress_(progress) {}

  SearchResult run() {
    if (!learn()) return std::move(result_);
    for (const Place& place : places_of(result_.calm)) {
      if (!place.whole_edge()) result_.places.push_back(place);
      calm_.push_back(survey(*this, trials_, {place, {}, result_.calm, options_.prune && steady_}));
      count_singles(calm_.back());
    }
    discover();
    if (options_.pairs) {
      for (std::size_t i = 0; i < calm_.size(); ++i) {
        for (std::size_t j = i + 1; j < calm_.size(); ++j) pair(calm_[i], calm_[j]);
      }
    }
    for (const Place& place : discovered_) look_behind(place);
    return std::move(result_);
  }

 private:
  // Two runs in calm: what is broken without any fault, and whether the way is the same each time.
  bool learn() {
    const Trial trial{entry_, {}};
    result_.calm = trials_.run(trial);
    if (!result_.calm.unwell.empty()) {
      result_.inconclusive = result_.calm.unwell;
      return false;
    }
    if (!result_.calm.breaches.empty()) {
      note(trial, result_.calm);
      result_.inconclusive = "it is broken without any fault, so that none was injected";
      return false;
    }
    const Observation again = trials_.run(trial);
    steady_ = again.unwell.empty() && handling_of(again) == handling_of(result_.calm);
    if (!steady_) {
      result_.notes.push_back(
          "two runs without a fault differed in what was called: faults are not taken for the same");
    }
    return true;
  }

  // Places that were reached under some fault only.
  void discover() {
    for (const Survey& one : calm_) {
      for (const Tried& tried : one.tried) {
        for (const Place& place : places_of(tried.seen)) {
          const auto known = [&](const Survey& each) { return each.place == place; };
          if (place.whole_edge() || std::any_of(calm_.begin(), calm_.end(), known)) continue;
          if (std::find(discovered_.begin(), discovered_.end(), place) != discovered_.end()) continue;
          discovered_.push_back(place);
          result_.places.push_back(place);
        }
      }
    }
  }

  void count_singles(const Survey& one) {
    result_.all_singles += one.size();
    for (const auto& [reason, times] : one.pruned_before_trying) result_.pruned[reason] += times;
    if (!one.unread.empty()) result_.unread[one.place] = one.unread;
  }

  static bool shadowed(const Place& a, const Place& b) {
    return a.edge == b.edge && (a.whole_edge() || b.whole_edge());
  }

  void pair(const Survey& first, const Survey& second) {
    if (shadowed(first.place, second.place)) return;
    result_.all_pairs += first.size() * second.size();
    count_left_out(first, second);
    for (const Tried& one : first.tried) {
      for (const Tried& other : second.tried) {
        if (one.left_out || other.left_out) continue;
        const bool reachable = reached(one.seen, second.place) || reached(other.seen, first.place);
        if (options_.prune && !reachable) {
          ++result_.pruned[Pruned::unreachable];
          continue;
        }
        static_cast<void>(tried_with({{first.place, one.choice}, {second.place, other.choice}}));
      }
    }
  }

  // Pairs with a fault that stands for none but itself are not counted here.
  void count_left_out(const Survey& first, const Survey& second) {
    for (const auto& [reason, times] : first.left_out()) result_.pruned[reason] += times * second.size();
    const std::size_t kept = first.kept();
    for (const auto& [reason, times] : second.left_out()) result_.pruned[reason] += times * kept;
  }

  // A place that is reached under a fault only: alone no fault there is ever executed, so it is struck behind each
  // fault that leads to it. Two such places are never struck together.
  void look_behind(const Place& place) {
    if (!options_.prune) return all_behind(place);
    std::optional<Survey> behind;
    for (const Survey& before : calm_) {
      if (shadowed(before.place, place)) continue;
      for (const Tried& one : before.tried) {
        if (one.left_out) continue;
        if (!reached(one.seen, place) || !options_.pairs) continue;
        if (!behind) {
          behind = survey(*this, trials_, {place, {{before.place, one.choice}}, one.seen, options_.prune && steady_});
          continue;
        }
        for (const Tried& other : behind->tried) {
          if (!other.left_out) static_cast<void>(tried_with({{before.place, one.choice}, {place, other.choice}}));
        }
      }
    }
    count_behind(place, behind);
  }

  void all_behind(const Place& place) {
    const auto menu = trials_.menu(place);
    result_.all_singles += menu.size();
    for (const FaultChoice& choice : menu) static_cast<void>(tried_with({{place, choice}}));
    for (const Survey& before : calm_) {
      if (shadowed(before.place, place) || !options_.pairs) continue;
      result_.all_pairs += before.size() * menu.size();
      for (const Tried& one : before.tried) {
        for (const FaultChoice& choice : menu) {
          static_cast<void>(tried_with({{before.place, one.choice}, {place, choice}}));
        }
      }
    }
  }

  void count_behind(const Place& place, const std::optional<Survey>& behind) {
    const std::size_t size = behind ? behind->size() : trials_.menu(place).size();
    result_.all_singles += size;
    result_.pruned[Pruned::unreachable] += size;
    if (behind && !behind->unread.empty()) result_.unread[place] = behind->unread;
    if (!options_.pairs) return;
    bool first = true;
    for (const Survey& before : calm_) {
      if (shadowed(before.place, place)) continue;
      result_.all_pairs += before.size() * size;
      for (const auto& [reason, times] : before.left_out()) result_.pruned[reason] += times * size;
      for (const Tried& one : before.tried) {
        if (one.left_out) continue;
        if (!reached(one.seen, place)) {
          result_.pruned[Pruned::unreachable] += size;
        } else {
          for (const auto& [reason, times] : first ? behind->pruned_before_trying : behind->left_out())
            result_.pruned[reason] += times;
          first = false;
        }
      }
    }
  }

  // SurveyRuns: every trial goes through here.
  std::optional<Observation> tried_with(const std::vector<PlacedFault>& faults) override {
    if (trials_.stopped() || !result_.inconclusive.empty()) {
      ++result_.left;
      return std::nullopt;
    }
    const Trial trial{entry_, faults};
    std::string text;
    for (const PlacedFault& fault : faults) text += (text.empty() ? "" : " + ") + to_string(fault);
    if (progress_) progress_(text, result_);
    Observation seen = trials_.run(trial);
    if (!seen.unwell.empty()) {
      unwell(seen);
      ++result_.left;
      return std::nullopt;
    }
    const bool one_place = faults.front().place == faults.back().place;
    ++(one_place ? result_.singles : result_.pairs);
    last_ = trial;
    const bool all = std::all_of(seen.struck.begin(), seen.struck.end(), [](bool struck) { return struck; });
    if (all && !seen.breaches.empty()) note(trial, seen);
    return seen;
  }

  // What the faults before it left behind.
  void unwell(const Observation& seen) {
    if (!seen.lasting) return;
    result_.inconclusive = seen.unwell;
    if (!seen.broken || last_.faults.empty()) return;
    Breach breach{"explore.not-restored", "not restored", seen.unwell, "", entry_.location};
    result_.found.push_back({std::move(breach), last_, seen});
  }

  void note(const Trial& trial, const Observation& seen) {
    for (const Breach& breach : seen.breaches) {
      if (again(trial, breach)) continue;
      Shrunk shrunk = shrink(trials_, trial, seen, breach);
      result_.proofs += shrunk.runs;
      if (again(shrunk.trial, breach)) continue;
      result_.found.push_back({breach, std::move(shrunk.trial), std::move(shrunk.seen), shrunk.tries, shrunk.came_up});
    }
  }

  // The same cause at the same places, or with the same faults among these, is told once.
  bool again(const Trial& trial, const Breach& breach) {
    for (Found& found : result_.found) {
      if (!found.breach.same_cause(breach)) continue;
      if (!same_places(found.trial, trial) && !contains(trial, found.trial)) continue;
      ++found.occurrences;
      std::string text;
      for (const PlacedFault& fault : trial.faults) text += (text.empty() ? "" : " + ") + to_string(fault);
      if (same_places(found.trial, trial) && !contains(trial, found.trial)) found.also.push_back(std::move(text));
      return true;
    }
    return false;
  }

  // A fault on a whole edge is one on each of its operations, too.
  static bool alike(const Place& a, const Place& b) {
    return a == b || (a.edge == b.edge && (a.whole_edge() || b.whole_edge()));
  }
  static bool same_places(const Trial& a, const Trial& b) {
    return a.faults.size() == b.faults.size() &&
           std::all_of(a.faults.begin(), a.faults.end(), [&](const PlacedFault& x) {
             return std::any_of(b.faults.begin(), b.faults.end(),
                                [&](const PlacedFault& y) { return alike(x.place, y.place); });
           });
  }
  static bool contains(const Trial& large, const Trial& small) {
    return std::all_of(small.faults.begin(), small.faults.end(), [&](const PlacedFault& wanted) {
      return std::any_of(large.faults.begin(), large.faults.end(), [&](const PlacedFault& fault) {
        return fault.place == wanted.place && fault.choice.name == wanted.choice.name;
      });
    });
  }

  Trials& trials_;
  const Entry& entry_;
  const SearchOptions options_;
  const SearchProgress& progress_;
  SearchResult result_;
  bool steady_ = true;
  std::vector<Survey> calm_;       // of the places that are reached without a fault
  std::vector<Place> discovered_;  // the others
  Trial last_;
};

}  // namespace

const char* what(Pruned reason) {
  switch (reason) {
    case Pruned::same_handling:
      return "handled as another fault at the same place";
    case Pruned::no_effect:
      return "a fault that changed nothing";
    case Pruned::unread_field:
      return "a field of an answer that nobody reads";
    default:
      return "the place is not reached";
  }
}

const char* assumption(Pruned reason) {
  switch (reason) {
    case Pruned::same_handling:
      return "faults at one place after which the same calls are made and the same answer is given, and which leave "
             "the "
             "provider in the same state, do the same beside another fault";
    case Pruned::no_effect:
      return "a fault that changes neither calls nor answer alone changes neither beside another";
    case Pruned::unread_field:
      return "a field whose absence changes neither calls nor answer is not read, whatever is in it";
    default:
      return "the same way is taken each time: a place that is not reached, or not once a fault has struck before it, "
             "is not reached when a fault waits there";
  }
}

SearchResult search(Trials& trials, const Entry& entry, const SearchOptions& options, const SearchProgress& progress) {
  return Search(trials, entry, options, progress).run();
}

}  // namespace squall::harness
