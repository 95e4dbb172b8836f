#include "contracts/pact/compare.h"

namespace squall::contracts::pact {

Judgement judge(const Selected& selected, const Operand& expected, const Operand& actual) {
  if (!selected) return {problem_by_equality(expected, actual), "equality"};
  Judgement worst;
  for (const Matcher& matcher : selected.rule->matchers) {
    std::string problem = problem_with(matcher, expected, actual);
    if (problem.empty()) {
      if (selected.rule->any) return {};
      continue;
    }
    if (worst.problem.empty()) {
      worst = {std::move(problem), matcher.name};
    } else if (selected.rule->any) {
      worst.problem += "; or " + problem;
    }
  }
  return worst;
}

}  // namespace squall::contracts::pact
