#pragma once
// One finding again: from the exchanges that a report recorded, or from the seed that led to it.

#include <string>

#include "contracts/core/result.h"
#include "harness/verify/verify.h"

namespace squall::harness {

// Errors (usage): the report has no finding of that id, or not its whole request.
contracts::Status can_replay(const reports::RunReport& report, const std::string& id);

// With `from`, which can_replay: sends the finding's recorded exchanges again, in order, and judges the last answer;
// what the report left out as secret is taken from the plan. A rule that takes more than the last answer to judge
// counts as come up when the last answer has the recorded status. Without: runs the plan, which has the seed of the
// first run, until the finding comes up. Outcome: failed with the finding when it came up, passed when it did not,
// errored when it could not be sent.
reports::Check replay(const VerifyPlan& plan, const std::string& id, const reports::RunReport* from);

}  // namespace squall::harness
