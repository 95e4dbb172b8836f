#include <algorithm>

#include "harness/variation/body_places.h"
#include "harness/variation/registry.h"

namespace squall::harness {
namespace {

bool is_listed(const contracts::schema::Spot& spot) {
  return spot.constraints.choices ||
         std::any_of(spot.constraints.blocks.begin(), spot.constraints.blocks.end(),
                     [](const contracts::schema::Block* block) {
                       return block->schema != nullptr && block->schema->find("x-extensible-enum") != nullptr;
                     });
}

std::string relies_on(const std::string& where, const std::string& of) {
  return field_in_words(where) + of + " having listed values only";
}

std::vector<AnswerEdit> edits(const GivenAnswer&, const AnswerDraft& draft, const contracts::Random& random,
                              const VariationOptions&) {
  std::vector<AnswerEdit> found;
  const contracts::Value unlisted("ADDED_LATER");
  each_spot(draft, random, [&](const contracts::schema::Spot& spot) {
    if (!spot.here.is_string() || !is_listed(spot) || !spot.allows(unlisted)) return;
    found.push_back(replacement(body_place(spot.pointer), spot.pointer, contracts::Value(spot.here), unlisted));
  });
  return found;
}

}  // namespace

// Enums are left open by an alternative that is any string, or by x-extensible-enum (Zalando RESTful API Guidelines,
// rule 112).
const Variation unlisted_values = {"open-enum", "open enums have a value that they do not list", true, relies_on,
                                   edits};

}  // namespace squall::harness
