#include "contracts/match/message_generator.h"
#include "harness/variation/body_places.h"
#include "harness/variation/registry.h"

namespace squall::harness {
namespace {

std::string relies_on(const std::string& where, const std::string& of) {
  const auto [place, value] = split_value(where);
  return "the answer" + of + " not being " + value;
}

std::vector<AnswerEdit> edits(const GivenAnswer& given, const AnswerDraft&, const contracts::Random& random,
                              const VariationOptions&) {
  std::vector<AnswerEdit> found;
  const int now = given.response.status;
  if (now < 200 || now > 299) return found;
  for (const auto& declared : given.operation.responses) {
    if (declared.status.size() != 3 || declared.status.front() != '2' || declared.status.ends_with("XX")) continue;
    const int status = std::stoi(declared.status);
    if (status == now) continue;
    auto other = contracts::match::make_response(given.contract, given.operation, status, random);
    if (!other) continue;
    found.push_back({"status\t" + declared.status, [now, other = *other](AnswerDraft& draft) {
                       if (draft.response.status != now) return false;
                       draft.response = other;
                       draft.body.reset();
                       return true;
                     }});
  }
  return found;
}

}  // namespace

const Variation other_status = {"status", "another declared success is answered", true, relies_on, edits};

}  // namespace squall::harness
