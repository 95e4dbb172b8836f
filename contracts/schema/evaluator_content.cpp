// Strings that hold something else (2020-12 validation, section 8).

#include <algorithm>

#include "contracts/schema/content.h"
#include "contracts/schema/evaluator.h"

namespace squall::contracts::schema {

bool Evaluator::content(const Block& block, const Instruction& instruction, const Node& instance) {
  const ContentPlan& plan = *instruction.content;
  std::string decoded(instance.text());
  if (plan.encoding != nullptr) {
    auto bytes = decode_content(plan.encoding->text(), instance.text());
    if (!bytes) {
      return fails(block, "contentEncoding", plan.encoding,
                   [&] { return "must be " + std::string(plan.encoding->text()) + ", is " + shown(instance); });
    }
    decoded = std::move(*bytes);
  }
  if (plan.media_type == nullptr || !is_json_media_type(plan.media_type->text())) return true;
  const auto document = Document::parse_json(std::move(decoded));
  if (!document) {
    return fails(block, "contentMediaType", plan.media_type, [&] {
      return "must hold " + std::string(plan.media_type->text()) + ": " + document.error().message + " at line " +
             std::to_string(document.error().location.line) + ", column " +
             std::to_string(document.error().location.column);
    });
  }
  if (plan.schema == nullptr || quietly(*plan.schema, document->root(), nullptr)) return true;
  return fails(block, "contentSchema", plan.schema_value,
               [&] { return "what it holds: " + objections(*plan.schema, document->root()); });
}

}  // namespace squall::contracts::schema
