#include "harness/variation/body_places.h"
#include "harness/variation/registry.h"

namespace squall::harness {
namespace {

std::string relies_on(const std::string& where, const std::string& of) {
  return field_in_words(where) + of + " not being null";
}

std::vector<AnswerEdit> edits(const GivenAnswer&, const AnswerDraft& draft, const contracts::Random& random,
                              const VariationOptions&) {
  std::vector<AnswerEdit> found;
  each_spot(draft, random, [&](const contracts::schema::Spot& spot) {
    if (!spot.constraints.typed || spot.here.is_null() || !spot.allows(contracts::Value())) return;
    found.push_back({body_place(spot.pointer), [pointer = spot.pointer](AnswerDraft& changed) {
                       contracts::Value* here = changed.body->resolve(pointer);
                       if (here == nullptr || here->is_null()) return false;
                       *here = contracts::Value();
                       return true;
                     }});
  });
  return found;
}

}  // namespace

const Variation nulls = {"null", "what may be null is null", true, relies_on, edits};

}  // namespace squall::harness
