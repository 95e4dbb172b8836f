#include "harness/verify/refreshed_cases.h"

#include "harness/verify/answer_kinds.h"

namespace squall::harness {
namespace {

constexpr int most_useless = 2;

bool is_in_the_way(const Answer& answer) {
  const int status = answer.response.status;
  return answer.error == chaos::CallError::none && (status == 404 || status == 409 || status == 410);
}

}  // namespace

RefreshedCases::RefreshedCases(VerifySession& session, Provision& provision,
                               const contracts::openapi::Operation& operation, Make make)
    : session_(session),
      provision_(provision),
      operation_(operation),
      make_(std::move(make)),
      random_(session.exerciser().random("verify.again", operation, 0)) {
  cases_ = make_(provision_.values_for(operation_));
}

bool RefreshedCases::renew() {
  if (useless_ >= most_useless || session_.stopped()) return false;
  provision_.forget();
  Cases cases = make_(provision_.values_for(operation_));
  if (cases.size() != cases_.size()) return false;
  cases_ = std::move(cases);
  return true;
}

const Answer& RefreshedCases::exercise(std::size_t index, Expected expected, const Checks& checks) {
  const Answer* answer = &session_.exercise(cases_[index], expected, checks);
  if (is_in_the_way(*answer) && operation_.path.find('{') != std::string::npos && renew()) {
    answer = &session_.exercise(cases_[index], expected, checks);
    useless_ = is_in_the_way(*answer) ? useless_ + 1 : 0;
  }
  // A rule that some text is taken once only: the same with other texts.
  if (!is_answered(*answer) || answer->response.status != 409 || session_.stopped()) return *answer;
  const auto other = contracts::match::refreshed(cases_[index], random_.fork("again", again_++));
  return other.request == cases_[index].request ? *answer : session_.exercise(other, expected, checks);
}

}  // namespace squall::harness
