#include "harness/variation/body_places.h"
#include "harness/variation/registry.h"

namespace squall::harness {
namespace {

constexpr std::size_t kMostValues = 32;  // of one enum; each takes a run of the command

std::string relies_on(const std::string& where, const std::string& of) {
  const auto [place, value] = split_value(where);
  return field_in_words(place) + of + " not being " + value;
}

std::vector<AnswerEdit> edits(const GivenAnswer&, const AnswerDraft& draft, const contracts::Random& random,
                              const VariationOptions&) {
  std::vector<AnswerEdit> found;
  each_spot(draft, random, [&](const contracts::schema::Spot& spot) {
    if (!spot.constraints.choices) return;
    std::size_t values = 0;
    for (const contracts::Node* choice : *spot.constraints.choices) {
      if (equal(*choice, spot.here) || choice->kind() != spot.here.kind() || ++values > kMostValues) continue;
      found.push_back(replacement(body_place(spot.pointer) + "\t" + to_json(*choice), spot.pointer,
                                  contracts::Value(spot.here), contracts::Value(*choice)));
    }
  });
  return found;
}

}  // namespace

const Variation other_values = {"enum", "enums have each other value, in turn", true, relies_on, edits};

}  // namespace squall::harness
