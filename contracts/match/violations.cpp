#include "contracts/match/violations.h"

namespace squall::contracts::match {

void judge(const schema::Schema& schema, const Node& instance, schema::Direction direction, const std::string& rule,
           const std::string& where, std::vector<Violation>& violations, SeenBranches* seen) {
  schema::ValidateOptions options;
  options.direction = direction;
  if (seen != nullptr) options.branches = &(*seen)[&schema];
  if (schema.valid(instance, options)) return;
  const std::size_t before = violations.size();
  for (auto& found : schema.validate(instance, options)) {
    violations.push_back(Violation{rule, std::move(found.keyword), where, std::move(found.instance_pointer),
                                   std::move(found.message), std::move(found.schema)});
  }
  if (violations.size() == before) {
    violations.push_back(Violation{rule, "", where, "", "does not match its schema", schema.location()});
  }
}

void judge(const schema::Schema& schema, const Value& instance, schema::Direction direction, const std::string& rule,
           const std::string& where, std::vector<Violation>& violations, SeenBranches* seen) {
  const Document document = Document::of(instance);
  judge(schema, document.root(), direction, rule, where, violations, seen);
}

std::string excerpt(std::string_view text) {
  constexpr std::size_t longest = 80;
  if (text.size() <= longest) return std::string(text);
  std::size_t end = longest;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;  // never inside a UTF-8 character
  return std::string(text.substr(0, end)) + "...";
}

}  // namespace squall::contracts::match
