#include <algorithm>

#include "harness/variation/body_places.h"
#include "harness/variation/registry.h"

namespace squall::harness {
namespace {

std::string relies_on(const std::string&, const std::string& of) {
  return "the case of the headers' names" + of;
}

std::vector<AnswerEdit> edits(const GivenAnswer& given, const AnswerDraft&, const contracts::Random&,
                              const VariationOptions&) {
  contracts::http::Headers lower;
  for (const auto& [name, value] : given.response.headers) {
    std::string changed = name;
    std::transform(changed.begin(), changed.end(), changed.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    lower.add(std::move(changed), value);
  }
  if (lower == given.response.headers) return {};
  return {{"headers", [lower](AnswerDraft& draft) {
             draft.response.headers = lower;
             return true;
           }}};
}

}  // namespace

// Field names are compared without case (RFC 9110, section 5.1).
const Variation header_case = {"header-case", "names of headers are in lower case", true, relies_on, edits};

}  // namespace squall::harness
