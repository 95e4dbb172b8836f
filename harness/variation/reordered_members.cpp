#include <algorithm>

#include "harness/variation/body_places.h"
#include "harness/variation/registry.h"

namespace squall::harness {
namespace {

std::string relies_on(const std::string& where, const std::string& of) {
  return "the order of the properties in " + shown_place(where) + of;
}

std::vector<AnswerEdit> edits(const GivenAnswer&, const AnswerDraft& draft, const contracts::Random& random,
                              const VariationOptions&) {
  std::vector<AnswerEdit> found;
  each_spot(draft, random, [&](const contracts::schema::Spot& spot) {
    if (spot.here.members().size() < 2) return;
    found.push_back({body_place(spot.pointer), [pointer = spot.pointer](AnswerDraft& changed) {
                       contracts::Value* here = changed.body->resolve(pointer);
                       if (here == nullptr || !here->is_object() || here->members().size() < 2) return false;
                       std::reverse(here->members().begin(), here->members().end());
                       return true;
                     }});
  });
  return found;
}

}  // namespace

const Variation reordered_members = {"order", "properties come in another order", true, relies_on, edits};

}  // namespace squall::harness
