#include "harness/experiment/answers.h"

#include "contracts/match/validate.h"
#include "harness/experiment/series.h"

namespace squall::harness {
namespace {

constexpr std::size_t kLongestExcerpt = 300;

}  // namespace

void AnswerJudge::judge(chaos::Call& call, const contracts::http::Response& response) {
  if (!router_) return;
  const auto route = router_->route(call.method, call.target);
  if (route.operation == nullptr) return;
  call.operation = route.operation->name();
  if (call.error != chaos::CallError::none) return;
  const auto violations =
      contracts::match::validate_response(router_->contract(), *route.operation, call.method, response);
  const std::lock_guard lock(mutex_);
  ++judged_;
  if (violations.empty()) return;
  ++departed_;
  call.in_contract = false;
  call.departure = violations.front().rule + ": " + violations.front().message;
  std::string text = call.method + " " + call.target + " answered " + std::to_string(response.status);
  if (!response.body.empty()) text += " " + response.body.substr(0, kLongestExcerpt);
  for (const auto& violation : violations) {
    findings_.add(violation, call.operation, service_ + " answered off its contract during the experiment",
                  {{milliseconds(call.finished), text}}, {});
  }
}

std::uint64_t AnswerJudge::judged() const {
  const std::lock_guard lock(mutex_);
  return judged_;
}

std::uint64_t AnswerJudge::departed() const {
  const std::lock_guard lock(mutex_);
  return departed_;
}

std::vector<reports::Finding> AnswerJudge::take_findings() {
  const std::lock_guard lock(mutex_);
  return findings_.take();
}

}  // namespace squall::harness
