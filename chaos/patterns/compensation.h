#pragma once
// Steps that were done although the whole failed, and whether the operation that undoes each followed.

#include <string>
#include <vector>

#include "chaos/patterns/logical_call.h"

namespace squall::chaos {

struct DoneStep {
  const Compensation* compensation = nullptr;
  const Attempt* attempt = nullptr;  // the first of the call that did it
  bool in_doubt = false;             // the provider had the request, and the consumer no answer
  bool undone = false;               // the compensating operation went well afterwards, at least once
};

// Of the stimuli that failed. What is in doubt counts as undone, too, where the provider knows of nothing to undo (404,
// 410). Undoing goes on in the background: in traces of its own, on the step's own edge.
std::vector<DoneStep> done_steps(const PatternInput& input, const PhaseRecord& record);

}  // namespace squall::chaos
