#pragma once
// What an answer brought to light, before it is told as a finding: the one place that says which problems have the same
// cause.

#include <string>
#include <vector>

#include "harness/verify/step.h"
#include "harness/verify/verify.h"
#include "reports/model/run_report.h"

namespace squall::harness {

struct FoundProblem {
  // Id, rule, severity, message, operation and place; evidence and replay are told at the end, from the exchanges.
  reports::Finding finding;
  std::string cause;        // the finding's id, until one cause at several operations gets one of its own
  std::string kind;         // rule, part of the message, keyword, status: what is alike at other operations; may be ""
  std::string way;          // one line, where the ways in which it came up are listed
  std::vector<Step> steps;  // the last one shows it; those before it are needed; empty: as in an earlier one
  std::vector<Sent> sent;   // what became of each step
};

struct Finds {
  Judgement judgement;
  std::vector<FoundProblem> found;  // without steps and exchanges
};

// Judges the answer: by the contract, by the phase's own checks, and by the plan's observer. Pure but for the observer,
// and for the branches of schemas that are added to `seen`, when there is one.
Finds find_in(const VerifyPlan& plan, const contracts::match::RequestCase& request, Expected expected,
              const Checks& checks, const Sent& sent, contracts::match::SeenBranches* seen = nullptr);

}  // namespace squall::harness
