#include "harness/explore/judge_answer.h"

#include "contracts/core/units.h"
#include "contracts/match/validate.h"
#include "harness/check/finding_builder.h"

namespace squall::harness {

std::optional<Breach> judge_answer(const chaos::Call& call, const contracts::match::Router* router, Duration within) {
  if (call.error == chaos::CallError::cancelled) return std::nullopt;
  contracts::match::Route route;
  if (router != nullptr) route = router->route(call.method, call.target);
  Breach breach;
  breach.operation = route.operation == nullptr ? call.method + " " + std::string(contracts::http::path_of(call.target))
                                                : route.operation->name();
  if (call.error == chaos::CallError::timeout) {
    breach.rule = breach.what = "explore.hang";
    breach.message = breach.operation + " was not answered within " + contracts::format_duration(within);
    return breach;
  }
  if (call.error != chaos::CallError::none) {
    breach.rule = breach.what = "explore.no-answer";
    breach.message = breach.operation + " was not answered: " + call.error_text;
    return breach;
  }
  if (route.operation == nullptr) return std::nullopt;
  const auto violations =
      contracts::match::validate_response(router->contract(), *route.operation, call.method, call.response);
  if (violations.empty()) return std::nullopt;
  const contracts::Violation& first = violations.front();
  breach.rule = first.rule == "response.status.undeclared" ? "explore.undeclared" : "explore.off-contract";
  breach.what = first.rule + " " + std::to_string(call.status) + " " + first.where + without_indices(first.pointer) +
                " " + first.keyword;
  breach.message = finding_of(first, breach.operation,
                              breach.operation + " answers " + std::to_string(call.status) + " off its contract")
                       .message;
  breach.location = first.contract;
  return breach;
}

}  // namespace squall::harness
