#include "harness/variation/body_places.h"
#include "harness/variation/registry.h"

namespace squall::harness {
namespace {

void spread(const contracts::Value& value, const std::string& indent, std::string& text) {
  const bool object = value.is_object();
  const std::size_t size = object ? value.members().size() : value.is_array() ? value.items().size() : 0;
  if (size == 0) {
    text += to_json(value);
    return;
  }
  text += object ? "{" : "[";
  for (std::size_t i = 0; i < size; ++i) {
    text += (i == 0 ? "\n" : ",\n") + indent + "  ";
    if (object) text += to_json(contracts::Value(value.members()[i].first)) + " : ";
    spread(object ? value.members()[i].second : value.items()[i], indent + "  ", text);
  }
  text += "\n" + indent + (object ? "}" : "]");
}

std::string spread(const contracts::Value& value) {
  std::string text;
  spread(value, "", text);
  return text + "\n";
}

std::string relies_on(const std::string&, const std::string& of) {
  return "the white space of the JSON" + of;
}

std::vector<AnswerEdit> edits(const GivenAnswer&, const AnswerDraft& draft, const contracts::Random&,
                              const VariationOptions&) {
  if (!draft.body) return {};
  return {{"body", [](AnswerDraft& changed) {
             changed.write = spread;
             return changed.body.has_value();
           }}};
}

}  // namespace

// White space between tokens means nothing (RFC 8259, section 2).
const Variation layout = {"layout", "JSON is written over several lines", true, relies_on, edits};

}  // namespace squall::harness
