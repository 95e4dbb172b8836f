#include "harness/explore/survey.h"

#include <algorithm>
#include <numeric>

#include "harness/explore/handling.h"

namespace squall::harness {
namespace {

using Choices = std::vector<FaultChoice>;

class Surveying {
 public:
  Surveying(SurveyRuns& runs, const SurveyTask& task) : runs_(runs), task_(task), calm_visible_(visible_of(task.calm)) {
    survey_.place = task.place;
  }

  Survey survey(const Choices& menu) {
    Choices fields;
    for (const FaultChoice& choice : menu) {
      if (choice.field.empty() || !task_.prune) {
        try_one(choice);
      } else {
        fields.push_back(choice);
      }
    }
    Choices removals;
    std::copy_if(fields.begin(), fields.end(), std::back_inserter(removals),
                 [](const FaultChoice& choice) { return choice.removes; });
    find_unread(removals);
    for (const FaultChoice& choice : fields) {
      const bool unread = std::find(survey_.unread.begin(), survey_.unread.end(), choice.field) != survey_.unread.end();
      if (unread) ++survey_.pruned_before_trying[Pruned::unread_field];
      if (!unread && !choice.removes) try_one(choice);
    }
    if (task_.prune) leave_out();
    return std::move(survey_);
  }

 private:
  std::optional<Observation> observe(const Choices& choices) {
    std::vector<PlacedFault> faults = task_.before;
    for (const FaultChoice& choice : choices) faults.push_back({task_.place, choice});
    return runs_.tried_with(faults);
  }

  static bool all_struck(const Observation& seen) {
    return std::all_of(seen.struck.begin(), seen.struck.end(), [](bool struck) { return struck; });
  }

  void try_one(const FaultChoice& choice) {
    auto seen = observe({choice});
    if (seen && all_struck(*seen)) survey_.tried.push_back({choice, std::move(*seen), std::nullopt});
  }

  // Fields are removed together; where that changes something, half of them, and so on.
  void find_unread(const Choices& removals) {
    if (removals.empty()) return;
    auto seen = observe(removals);
    if (!seen) return;
    const bool unread = all_struck(*seen) && visible_of(*seen) == calm_visible_;
    if (unread) {
      for (const FaultChoice& removal : removals) survey_.unread.push_back(removal.field);
    } else if (removals.size() == 1) {
      if (all_struck(*seen)) survey_.tried.push_back({removals.front(), std::move(*seen), std::nullopt});
    } else {
      const auto middle = removals.begin() + static_cast<std::ptrdiff_t>(removals.size() / 2);
      find_unread({removals.begin(), middle});
      find_unread({middle, removals.end()});
    }
  }

  void leave_out() {
    std::vector<std::string> handled;
    for (Tried& tried : survey_.tried) {
      const std::string handling = handling_of(tried.seen);
      if (visible_of(tried.seen) == calm_visible_) {
        tried.left_out = Pruned::no_effect;
      } else if (std::find(handled.begin(), handled.end(), handling) != handled.end()) {
        tried.left_out = Pruned::same_handling;
      } else {
        handled.push_back(handling);
      }
    }
  }

  SurveyRuns& runs_;
  const SurveyTask& task_;
  const std::string calm_visible_;
  Survey survey_;
};

}  // namespace

std::size_t Survey::size() const {
  return std::accumulate(pruned_before_trying.begin(), pruned_before_trying.end(), tried.size(),
                         [](std::size_t sum, const auto& each) { return sum + each.second; });
}

std::size_t Survey::kept() const {
  return static_cast<std::size_t>(
      std::count_if(tried.begin(), tried.end(), [](const Tried& each) { return !each.left_out; }));
}

std::map<Pruned, std::size_t> Survey::left_out() const {
  std::map<Pruned, std::size_t> reasons = pruned_before_trying;
  for (const Tried& each : tried) {
    if (each.left_out) ++reasons[*each.left_out];
  }
  return reasons;
}

Survey survey(SurveyRuns& runs, Trials& trials, const SurveyTask& task) {
  return Surveying(runs, task).survey(trials.menu(task.place));
}

}  // namespace squall::harness
