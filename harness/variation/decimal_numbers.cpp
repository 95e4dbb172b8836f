#include "harness/variation/body_places.h"
#include "harness/variation/registry.h"

namespace squall::harness {
namespace {

std::string relies_on(const std::string& where, const std::string& of) {
  return field_in_words(where) + of + " being written without a fraction";
}

// 1 and 1.0 are one number to JSON Schema (2020-12 core, section 4.2.2). To OpenAPI 3.0 and before (section "Data
// Types") an integer has no fraction part.
bool must_be_whole(const contracts::openapi::Contract& contract, const contracts::schema::Spot& spot) {
  using contracts::openapi::Version;
  const bool old = contract.version == Version::v2_0 || contract.version == Version::v3_0;
  return old && spot.constraints.integer;
}

std::vector<AnswerEdit> edits(const GivenAnswer& given, const AnswerDraft& draft, const contracts::Random& random,
                              const VariationOptions&) {
  std::vector<AnswerEdit> found;
  each_spot(draft, random, [&](const contracts::schema::Spot& spot) {
    const std::string number(spot.here.text());
    if (!spot.here.is_number() || must_be_whole(given.contract, spot) ||
        number.find_first_of(".eE") != std::string::npos)
      return;
    found.push_back(replacement(body_place(spot.pointer), spot.pointer, contracts::Value(spot.here),
                                contracts::Lexeme{number + ".0"}));
  });
  return found;
}

}  // namespace

const Variation decimal_numbers = {"decimal", "whole numbers are written as 1.0", true, relies_on, edits};

}  // namespace squall::harness
