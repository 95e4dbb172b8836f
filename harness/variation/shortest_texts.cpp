#include "harness/variation/body_places.h"
#include "harness/variation/registry.h"

namespace squall::harness {
namespace {

std::string relies_on(const std::string& where, const std::string& of) {
  return field_in_words(where) + of + " not being short";
}

std::vector<AnswerEdit> edits(const GivenAnswer&, const AnswerDraft& draft, const contracts::Random& random,
                              const VariationOptions&) {
  return other_lengths(draft, random, [](const auto& constraints, std::uint64_t now) -> std::optional<std::uint64_t> {
    if (now <= constraints.min_length) return std::nullopt;
    return constraints.min_length;
  });
}

}  // namespace

const Variation shortest_texts = {"shortest", "strings are as short as they may be", false, relies_on, edits};

}  // namespace squall::harness
