#include "contracts/http/media_type.h"
#include "harness/variation/body_places.h"
#include "harness/variation/registry.h"

namespace squall::harness {
namespace {

std::string relies_on(const std::string&, const std::string& of) {
  return "Content-Type" + of + " having no charset";
}

std::vector<AnswerEdit> edits(const GivenAnswer& given, const AnswerDraft&, const contracts::Random&,
                              const VariationOptions&) {
  const std::string type(given.response.headers.get("Content-Type"));
  if (given.response.body.empty() || type.empty() || type.find(';') != std::string::npos) return {};
  const auto read = contracts::http::parse_media_type(type);
  if (!read || (!contracts::http::is_json(*read) && read->type != "text")) return {};
  return {{"header.Content-Type", [type](AnswerDraft& draft) {
             draft.response.headers.set("Content-Type", type + "; charset=UTF-8");
             return true;
           }}};
}

}  // namespace

// Names of charsets are compared without case, and JSON is UTF-8 (RFC 8259, section 8.1; RFC 9110, section 8.3.2).
const Variation charset = {"charset", "Content-Type names its charset", true, relies_on, edits};

}  // namespace squall::harness
