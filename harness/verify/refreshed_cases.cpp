#include "harness/verify/refreshed_cases.h"

#include "harness/verify/answer_kinds.h"

namespace squall::harness {
namespace {

using contracts::match::FreshTexts;
using contracts::match::RequestCase;

constexpr int conflict = 409;

constexpr int most_useless = 2;

bool is_in_the_way(const Answer& answer) {
  const int status = answer.response.status;
  return answer.error == chaos::CallError::none && (status == 404 || status == 409 || status == 410);
}

}  // namespace

RefreshedCases::RefreshedCases(VerifySession& session, Provision& provision,
                               const contracts::openapi::Operation& operation, contracts::Random random, Make make)
    : session_(session), provision_(provision), operation_(operation), make_(std::move(make)), random_(random) {
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
  const Answer* answer = &exercise(cases_[index], expected, checks);
  const bool about_things = operation_.path.find('{') != std::string::npos || provision_.has_needs(operation_);
  if (is_in_the_way(*answer) && about_things && renew()) {
    answer = &exercise(cases_[index], expected, checks);
    useless_ = is_in_the_way(*answer) ? useless_ + 1 : 0;
  }
  return *answer;
}

// A rule that some text is taken once only: the same with other texts; last, with another one of what it is about.
const Answer& RefreshedCases::exercise(const RequestCase& request, Expected expected, const Checks& checks) {
  const Answer* answer = &session_.exercise(request, expected, checks);
  for (const FreshTexts which : {FreshTexts::others, FreshTexts::every}) {
    if (!is_answered(*answer) || answer->response.status != conflict || session_.stopped()) break;
    const auto other = contracts::match::refreshed(request, random_.fork("again", again_++), which);
    if (other.request != request.request) answer = &session_.exercise(other, expected, checks);
  }
  return *answer;
}

}  // namespace squall::harness
