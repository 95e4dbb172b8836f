#include "harness/variation/body_places.h"
#include "harness/variation/registry.h"

namespace squall::harness {
namespace {

std::string relies_on(const std::string& where, const std::string& of) {
  return "optional " + field_in_words(where) + of;
}

std::vector<AnswerEdit> edits(const GivenAnswer&, const AnswerDraft& draft, const contracts::Random& random,
                              const VariationOptions&) {
  std::vector<AnswerEdit> found;
  each_spot(draft, random, [&](const contracts::schema::Spot& spot) {
    for (const contracts::Member& member : spot.here.members()) {
      if (!spot.names(member.key) || spot.requires_member(member.key)) continue;
      found.push_back({body_place(contracts::pointer_child(spot.pointer, member.key)),
                       [pointer = spot.pointer, name = std::string(member.key)](AnswerDraft& changed) {
                         contracts::Value* around = changed.body->resolve(pointer);
                         return around != nullptr && around->is_object() && around->erase(name);
                       }});
    }
  });
  return found;
}

}  // namespace

const Variation absent_members = {"absent", "properties that are not required are left out", true, relies_on, edits};

}  // namespace squall::harness
