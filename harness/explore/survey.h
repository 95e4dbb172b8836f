#pragma once
// Survey: what each fault at one place comes to, alone or behind another fault, and which of them may stand for the
// others.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "harness/explore/search.h"

namespace squall::harness {

struct Tried {
  FaultChoice choice;
  Observation seen;
  std::optional<Pruned> left_out;  // of pairs; none: it stands for itself and those like it
};

struct Survey {
  Place place;
  std::vector<Tried> tried;                            // in the order of the menu
  std::map<Pruned, std::size_t> pruned_before_trying;  // faults that were not even tried
  std::vector<std::string> unread;                     // fields

  std::size_t size() const;                        // of all faults that can be executed there
  std::size_t kept() const;                        // that go into pairs
  std::map<Pruned, std::size_t> left_out() const;  // that do not
};

class SurveyRuns {
 public:
  virtual ~SurveyRuns() = default;
  // Nothing when no more trials are to be made.
  virtual std::optional<Observation> tried_with(const std::vector<PlacedFault>& faults) = 0;
};

struct SurveyTask {
  Place place;
  std::vector<PlacedFault> before;  // the faults that lead to the place
  const Observation& calm;          // with those alone
  bool prune = true;
};

// Faults that could not be executed there are not part of it.
Survey survey(SurveyRuns& runs, Trials& trials, const SurveyTask& task);

}  // namespace squall::harness
