#include "harness/variation/body_places.h"
#include "harness/variation/registry.h"

namespace squall::harness {
namespace {

std::string relies_on(const std::string& where, const std::string& of) {
  return "optional header " + where.substr(std::string("header.").size()) + of;
}

std::vector<AnswerEdit> edits(const GivenAnswer& given, const AnswerDraft&, const contracts::Random&,
                              const VariationOptions&) {
  std::vector<AnswerEdit> found;
  const auto* declared = given.operation.response_for(given.response.status);
  if (declared == nullptr) return found;
  for (const auto& header : declared->headers) {
    if (header.required || !given.response.headers.contains(header.name)) continue;
    found.push_back({"header." + header.name, [name = header.name](AnswerDraft& draft) {
                       if (!draft.response.headers.contains(name)) return false;
                       draft.response.headers.remove(name);
                       return true;
                     }});
  }
  return found;
}

}  // namespace

const Variation absent_headers = {"no-header", "headers that are not required are left out", true, relies_on, edits};

}  // namespace squall::harness
