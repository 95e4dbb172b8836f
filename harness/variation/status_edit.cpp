#include "harness/variation/status_edit.h"

#include "contracts/match/message_generator.h"
#include "harness/variation/body_places.h"

namespace squall::harness {

std::optional<AnswerEdit> status_edit(const GivenAnswer& given, int status, const contracts::Random& random) {
  auto other = contracts::match::make_response(given.contract, given.operation, status, random);
  if (!other) return std::nullopt;
  return AnswerEdit{"status\t" + std::to_string(status),
                    [now = given.response.status, other = std::move(*other)](AnswerDraft& draft) {
                      if (draft.response.status != now) return false;
                      draft.response = other;
                      draft.body.reset();
                      return true;
                    }};
}

std::string relies_on_status(const std::string& where, const std::string& of) {
  return "the answer" + of + " not being " + split_value(where).value;
}

}  // namespace squall::harness
