#include "harness/variation/body_places.h"
#include "harness/variation/registry.h"

namespace squall::harness {
namespace {

std::string relies_on(const std::string& where, const std::string& of) {
  return "there being no other properties in " + shown_place(where) + of;
}

std::vector<AnswerEdit> edits(const GivenAnswer&, const AnswerDraft& draft, const contracts::Random& random,
                              const VariationOptions&) {
  std::vector<AnswerEdit> found;
  each_spot(draft, random, [&](const contracts::schema::Spot& spot) {
    if (!spot.here.is_object()) return;
    const std::string name = unnamed_member(spot);
    auto value = spot.member(name);
    if (!value) return;
    found.push_back({body_place(spot.pointer), [pointer = spot.pointer, name, value = *value](AnswerDraft& changed) {
                       contracts::Value* around = changed.body->resolve(pointer);
                       if (around == nullptr || !around->is_object()) return false;
                       around->set(name, value);
                       return true;
                     }});
  });
  return found;
}

}  // namespace

const Variation added_members = {"added", "objects get a property that the contract does not name", true, relies_on,
                                 edits};

}  // namespace squall::harness
