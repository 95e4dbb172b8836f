#include "harness/variation/body_places.h"
#include "harness/variation/registry.h"

namespace squall::harness {
namespace {

std::string relies_on(const std::string& where, const std::string& of) {
  return field_in_words(where) + of + " not being short";
}

std::vector<AnswerEdit> edits(const GivenAnswer&, const AnswerDraft& draft, const contracts::Random& random,
                              const VariationOptions&) {
  std::vector<AnswerEdit> found;
  each_spot(draft, random, [&](const contracts::schema::Spot& spot) {
    const auto& constraints = spot.constraints;
    if (!spot.here.is_string() || constraints.choices || !constraints.patterns.empty() || !constraints.formats.empty())
      return;
    std::string text(constraints.min_length, 'x');
    if (spot.here.text().size() <= text.size()) return;
    found.push_back(replacement(body_place(spot.pointer), spot.pointer, contracts::Value(spot.here), std::move(text)));
  });
  return found;
}

}  // namespace

const Variation shortest_texts = {"shortest", "strings are as short as they may be", false, relies_on, edits};

}  // namespace squall::harness
