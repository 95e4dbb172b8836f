#include "contracts/schema/generate.h"

#include "contracts/schema/evaluator.h"
#include "contracts/schema/generator.h"

namespace squall::contracts::schema {
namespace {

constexpr std::size_t kAttempts = 30;
constexpr std::size_t kCarefulAttempts = 3;

class Attempts {
 public:
  Attempts(const Schema::Program& program, Random random, const GenerateOptions& options)
      : program_(program), random_(random), options_(options) {
    validation_.direction = options.direction;
  }

  std::optional<Value> first_good() {
    for (std::size_t attempt = 0; attempt < kAttempts; ++attempt) {
      Generator generator(program_, options_, random_.fork("attempt", attempt), attempt, hopeless_);
      auto value = generator.value({program_.root}, 0);
      if (value && !is_valid(*value)) value.reset();
      const bool first_sample = options_.flavour == Flavour::sample && attempt == 0;
      if (first_sample && (!value || generator.lost())) value = fuller(std::move(value));
      if (value) return value;
    }
    if (options_.flavour == Flavour::sample) return std::nullopt;  // that was its first attempt
    for (std::size_t attempt = kAttempts; attempt < kAttempts + kCarefulAttempts; ++attempt) {
      if (auto value = careful(attempt)) return value;
    }
    return std::nullopt;
  }

 private:
  bool is_valid(const Value& value) const {
    const Document document = Document::of(value);
    return Evaluator(program_, validation_, nullptr, Evaluator::kFewSteps).holds(document.root());
  }

  std::optional<Value> careful(std::size_t attempt) {
    Generator generator(program_, options_, random_.fork("careful", attempt), attempt, hopeless_);
    auto value = generator.sound_value({program_.root});
    return value && is_valid(*value) ? std::move(value) : std::nullopt;
  }

  // A sample that shows more than this one, if there is any.
  std::optional<Value> fuller(std::optional<Value> sample) {
    auto other = careful(0);
    if (!sample || (other && to_json(*other).size() > to_json(*sample).size())) return other;
    return sample;
  }

  const Schema::Program& program_;
  const Random random_;
  const GenerateOptions& options_;
  ValidateOptions validation_;
  HopelessTexts hopeless_;
};

}  // namespace

std::optional<Value> generate(const Schema& schema, Random random, const GenerateOptions& options) {
  return Attempts(schema.program(), random, options).first_good();
}

}  // namespace squall::contracts::schema
