#include "contracts/schema/approximate.h"

#include "contracts/schema/generator.h"

namespace squall::contracts::schema {
namespace {

constexpr std::size_t kAttempts = 6;

}  // namespace

std::optional<Value> approximate(const Schema& schema, Random random, const GenerateOptions& options) {
  const Schema::Program& program = schema.program();
  HopelessTexts hopeless;
  for (std::size_t attempt = 0; attempt < kAttempts; ++attempt) {
    Generator generator(program, options, random.fork("attempt", attempt), attempt, hopeless);
    if (auto value = generator.value({program.root}, 0)) return value;
  }
  return std::nullopt;
}

}  // namespace squall::contracts::schema
