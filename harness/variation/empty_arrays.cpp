#include "harness/variation/body_places.h"
#include "harness/variation/registry.h"

namespace squall::harness {
namespace {

std::string relies_on(const std::string& where, const std::string& of) {
  return (where == "body" ? "the array" : "array " + shown_place(where)) + of + " not being empty";
}

std::vector<AnswerEdit> edits(const GivenAnswer&, const AnswerDraft& draft, const contracts::Random& random,
                              const VariationOptions&) {
  std::vector<AnswerEdit> found;
  each_spot(draft, random, [&](const contracts::schema::Spot& spot) {
    const auto fewest = spot.constraints.min_items;
    if (!spot.here.is_array() || spot.here.size() <= fewest) return;
    found.push_back({body_place(spot.pointer), [pointer = spot.pointer, fewest](AnswerDraft& changed) {
                       contracts::Value* here = changed.body->resolve(pointer);
                       if (here == nullptr || !here->is_array() || here->items().size() <= fewest) return false;
                       here->items().resize(fewest);
                       return true;
                     }});
  });
  return found;
}

}  // namespace

const Variation empty_arrays = {"empty", "arrays are as short as they may be", true, relies_on, edits};

}  // namespace squall::harness
