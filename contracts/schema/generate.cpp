#include "contracts/schema/generate.h"

#include "contracts/schema/evaluator.h"
#include "contracts/schema/generator.h"

namespace squall::contracts::schema {
namespace {

constexpr std::size_t kAttempts = 30;

}  // namespace

std::optional<Value> generate(const Schema& schema, Random random, const GenerateOptions& options) {
  const Schema::Program& program = schema.program();
  ValidateOptions validation;
  validation.direction = options.direction;
  for (std::size_t attempt = 0; attempt < kAttempts; ++attempt) {
    Generator generator(program, options, random.fork("attempt", attempt), attempt);
    auto value = generator.value({program.root}, 0);
    if (!value) continue;
    const Document document = Document::of(*value);
    if (Evaluator(program, validation, nullptr, Evaluator::kFewSteps).holds(document.root())) return value;
  }
  return std::nullopt;
}

}  // namespace squall::contracts::schema
