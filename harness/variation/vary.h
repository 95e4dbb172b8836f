#pragma once
// One variation of one answer, held to the contract before anybody sees it (but where Variation::off_contract). Pure.

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "harness/variation/variation.h"

namespace squall::harness {

struct VariedAnswer {
  contracts::http::Response response;
  std::chrono::nanoseconds delay{0};
  std::vector<std::string> places;  // that were changed, each once, in order (AnswerEdit::where)
};

// Changes every place that `chosen` says. Where the contract does not allow all of it together, as much as it does, one
// place after the other (200 are tried). nullopt: there is nothing to change, or the answer is off the contract as it
// is.
std::optional<VariedAnswer> vary(const GivenAnswer& given, const Variation& variation, const contracts::Random& random,
                                 const std::function<bool(const std::string& where)>& chosen,
                                 const VariationOptions& options = {});

// Each place that can be changed alone, once, in order; empty where the variation does not apply.
std::vector<std::string> places_of(const GivenAnswer& given, const Variation& variation,
                                   const contracts::Random& random, const VariationOptions& options = {});

}  // namespace squall::harness
