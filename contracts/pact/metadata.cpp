// A message's metadata: member by member, as the pact's own; there may be more.

#include "contracts/core/document.h"
#include "contracts/pact/compare.h"

namespace squall::contracts::pact {
namespace {

bool is_content_type(std::string_view name) {
  return name == "contentType" || http::equal_ignoring_case(name, "content-type");
}

// The content type goes by either name.
const Value* find_metadata(const Value& metadata, const std::string& name) {
  if (const Value* found = metadata.find(name)) return found;
  if (!is_content_type(name) || !metadata.is_object()) return nullptr;
  for (const auto& [key, value] : metadata.members()) {
    if (is_content_type(key)) return &value;
  }
  return nullptr;
}

// "application/json" is kept by "application/json;charset=utf-8".
bool same_type(const Value& expected, const Value& actual) {
  if (!expected.is_string() || !actual.is_string()) return false;
  const auto wanted = http::parse_media_type(expected.text());
  const auto found = http::parse_media_type(actual.text());
  return wanted && found && http::matches(*wanted, *found);
}

}  // namespace

void compare_metadata(const Value& expected, const Value& actual, const Rules& rules, const Location& location,
                      Mismatches& mismatches) {
  if (!expected.is_object()) return;
  for (const auto& [name, value] : expected.members()) {
    const std::string where = "metadata." + name;
    const Value* found = find_metadata(actual, name);
    if (found == nullptr) {
      mismatches.add("metadata", where, "equality", "", "must be " + to_json(value) + ", is absent", location);
      continue;
    }
    const std::vector<PathPart> path = {{name, false}};
    const Selected selected = select(rules, path);
    if (!selected && is_content_type(name) && same_type(value, *found)) continue;
    const Document wanted = Document::of(value);
    const Document there = Document::of(*found);
    // What comes over HTTP or from a queue is text, whatever it was.
    const bool as_text = found->is_string() && !value.is_string();
    const std::string example = text_of({&wanted.root(), {}});
    const std::string text = text_of({&there.root(), {}});
    Judgement judgement = as_text ? judge(selected, {nullptr, example}, {nullptr, text})
                                  : judge(selected, {&wanted.root(), {}}, {&there.root(), {}});
    if (judgement.problem.empty()) continue;
    mismatches.add("metadata", where, std::move(judgement.keyword), "", std::move(judgement.problem),
                   selected ? selected.rule->location : location);
  }
}

}  // namespace squall::contracts::pact
