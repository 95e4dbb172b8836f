#include "harness/variation/body_places.h"
#include "harness/variation/registry.h"

namespace squall::harness {
namespace {

constexpr std::uint64_t kLongest = 100'000;  // characters

std::string relies_on(const std::string& where, const std::string& of) {
  return field_in_words(where) + of + " being shorter than its maxLength";
}

std::vector<AnswerEdit> edits(const GivenAnswer&, const AnswerDraft& draft, const contracts::Random& random,
                              const VariationOptions&) {
  return other_lengths(draft, random, [](const auto& constraints, std::uint64_t now) -> std::optional<std::uint64_t> {
    if (constraints.max_length > kLongest || now >= constraints.max_length) return std::nullopt;
    return constraints.max_length;
  });
}

}  // namespace

const Variation longest_texts = {"longest", "strings with a maxLength are that long", false, relies_on, edits};

}  // namespace squall::harness
