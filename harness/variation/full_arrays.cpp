#include "harness/variation/body_places.h"
#include "harness/variation/registry.h"

namespace squall::harness {
namespace {

std::string relies_on(const std::string& where, const std::string& of) {
  return (where == "body" ? "the array" : "array " + shown_place(where)) + of + " being short";
}

std::vector<AnswerEdit> edits(const GivenAnswer&, const AnswerDraft& draft, const contracts::Random& random,
                              const VariationOptions& options) {
  std::vector<AnswerEdit> found;
  each_spot(draft, random, [&](const contracts::schema::Spot& spot) {
    if (!spot.here.is_array()) return;
    contracts::Array items = more_items(spot, options.full);
    if (items.size() <= spot.here.size()) return;
    found.push_back(replacement(body_place(spot.pointer), spot.pointer, contracts::Value(spot.here), std::move(items)));
  });
  return found;
}

}  // namespace

const Variation full_arrays = {"full", "arrays are long", true, relies_on, edits};

}  // namespace squall::harness
