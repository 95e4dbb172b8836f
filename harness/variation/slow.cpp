#include "harness/variation/body_places.h"
#include "harness/variation/registry.h"

namespace squall::harness {
namespace {

std::string relies_on(const std::string&, const std::string& of) {
  return "a quick answer" + of;
}

std::vector<AnswerEdit> edits(const GivenAnswer&, const AnswerDraft&, const contracts::Random&,
                              const VariationOptions& options) {
  return {{"time", [delay = options.slow](AnswerDraft& draft) {
             draft.delay = delay;
             return true;
           }}};
}

}  // namespace

const Variation slow = {"slow", "answers take their time", true, relies_on, edits};

}  // namespace squall::harness
