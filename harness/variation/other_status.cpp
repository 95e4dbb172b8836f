#include "harness/variation/registry.h"
#include "harness/variation/status_edit.h"

namespace squall::harness {
namespace {

std::vector<AnswerEdit> edits(const GivenAnswer& given, const AnswerDraft&, const contracts::Random& random,
                              const VariationOptions&) {
  std::vector<AnswerEdit> found;
  const int now = given.response.status;
  if (now < 200 || now > 299) return found;
  for (const auto& declared : given.operation.responses) {
    if (declared.status.size() != 3 || declared.status.front() != '2' || declared.status.ends_with("XX")) continue;
    const int status = std::stoi(declared.status);
    if (status == now) continue;
    if (auto edit = status_edit(given, status, random)) found.push_back(std::move(*edit));
  }
  return found;
}

}  // namespace

const Variation other_status = {"status", "another declared success is answered", true, relies_on_status, edits};

}  // namespace squall::harness
