#include "harness/variation/body_places.h"
#include "harness/variation/registry.h"

namespace squall::harness {
namespace {

std::string relies_on(const std::string&, const std::string& of) {
  return "Content-Length" + of;
}

std::vector<AnswerEdit> edits(const GivenAnswer& given, const AnswerDraft&, const contracts::Random&,
                              const VariationOptions&) {
  if (given.response.body.empty() || given.method == "HEAD") return {};
  return {{"length", [](AnswerDraft& draft) {
             draft.response.headers.set("Transfer-Encoding", "chunked");
             return true;
           }}};
}

}  // namespace

// RFC 9112, section 7.1.
const Variation chunked = {"chunked", "the body comes in chunks, without Content-Length", true, relies_on, edits};

}  // namespace squall::harness
