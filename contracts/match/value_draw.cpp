#include "contracts/match/value_draw.h"

#include <algorithm>

#include "contracts/match/carriage.h"
#include "contracts/match/known_values.h"
#include "contracts/match/media_value.h"

namespace squall::contracts::match {
namespace {

using openapi::Operation;
using openapi::Parameter;
using openapi::ParameterIn;

constexpr std::uint64_t draws = 12;  // before a part is given up

std::optional<Value> draw_fresh(const std::optional<schema::Schema>& schema, Random random, schema::Flavour flavour) {
  if (!schema) return Value("text-" + std::to_string(random.below(1'000'000)));
  schema::GenerateOptions options;
  options.flavour = flavour;
  options.direction = schema::Direction::request;
  return schema::generate(*schema, random, options);
}

std::optional<Value> draw_parameter(const Parameter& parameter, const Random& random, schema::Flavour flavour,
                                    bool examples_too) {
  const auto& schema = parameter.content ? parameter.content->schema : parameter.schema;
  const auto& examples = parameter.content ? parameter.content->examples : parameter.examples;
  std::optional<Value> fallback;
  for (std::uint64_t i = 0; i < draws; ++i) {
    const Random own = random.fork("parameter", i);
    // The smallest value may be none on the wire, as an object without members in a query.
    const auto way = i < draws / 3 ? flavour : schema::Flavour::typical;
    auto value =
        examples_too ? draw(schema, examples, own, way, schema::Direction::request) : draw_fresh(schema, own, way);
    if (!value || !can_write(parameter, *value)) continue;
    if (carries_well(parameter, *value)) return value;
    fallback = std::move(value);
  }
  return fallback;
}

bool wanted(bool required, schema::Flavour flavour, Random& random) {
  if (required || flavour == schema::Flavour::maximal) return true;
  return flavour == schema::Flavour::typical && random.chance(0.5);
}

std::string problem_of(const std::vector<Violation>& violations) {
  return violations.empty() ? std::string("it cannot be written")
                            : violations.front().where + " " + violations.front().message;
}

Result<void> draw_query_string(const Operation& operation, Random random, schema::Flavour flavour,
                               RequestValues& values) {
  if (!operation.query_string || !operation.query_string->content) return {};
  const Parameter& whole = *operation.query_string;
  Random own = random.fork("query string");
  if (!wanted(whole.required, flavour, own)) return {};
  auto value = draw(whole.content->schema, whole.content->examples, own, flavour, schema::Direction::request);
  if (!value && whole.required)
    return fail(ErrorKind::unsupported, "no valid query string '" + whole.name + "' was found", whole.location);
  if (value) values.parameters.emplace_back(&whole, std::move(*value));
  return {};
}

Result<RequestValues> draw_once(const Operation& operation, Random random, schema::Flavour flavour,
                                const KnownValues& known) {
  RequestValues values;
  std::uint64_t index = 0;
  for (const Parameter& parameter : operation.parameters) {
    const Random own = random.fork(parameter.name, index++);
    if (!wanted(parameter.required, flavour, random)) continue;
    auto value = known_value(parameter, known);
    if (value) values.known.push_back(&parameter);
    if (!value) value = draw_parameter(parameter, own, flavour, !is_to_be_unknown(parameter, known));
    if (!value && !parameter.required) continue;
    if (!value) {
      return fail(ErrorKind::unsupported,
                  "no valid value was found for " + std::string(to_string(parameter.in)) + " parameter '" +
                      parameter.name + "'",
                  parameter.location);
    }
    values.parameters.emplace_back(&parameter, std::move(*value));
  }
  SQUALL_TRY(draw_query_string(operation, random, flavour, values));
  const MediaTypeObject* media = preferred_media(operation);
  if (media == nullptr || !wanted(operation.request_body->required, flavour, random)) return values;
  values.body = draw_body(*media, random.fork("body"), flavour);
  if (values.body) {
    values.media = media;
  } else if (operation.request_body->required) {
    return fail(ErrorKind::unsupported, "no valid body was found for " + media->name, media->location);
  }
  return values;
}

// nullopt when nothing of the body is known, or the request would not be valid with it.
std::optional<Drawn> with_known_members(const openapi::Contract& contract, const Operation& operation,
                                        const RequestValues& drawn, const KnownValues& known) {
  const bool any = std::any_of(known.begin(), known.end(), [](const auto& entry) { return entry.first[0] == '/'; });
  if (!any || !drawn.body) return std::nullopt;
  RequestValues values = drawn;
  set_known_members(values, known);
  if (values.known_members.empty()) return std::nullopt;
  auto request = assemble(contract, operation, values);
  if (!request || !judge_request(contract, operation, *request).empty()) return std::nullopt;
  return Drawn{std::move(values), std::move(*request)};
}

}  // namespace

std::optional<Value> example_named(const std::vector<openapi::Example>& examples, std::string_view name) {
  for (const openapi::Example& example : examples) {
    if (example.name == name) return example.value;
  }
  if (examples.empty()) return std::nullopt;
  return examples.front().value;
}

std::optional<Value> draw(const std::optional<schema::Schema>& schema, const std::vector<openapi::Example>& examples,
                          Random random, schema::Flavour flavour, schema::Direction direction) {
  if (!examples.empty() && random.chance(0.5)) return random.pick(std::span<const openapi::Example>(examples)).value;
  if (!schema) return Value("text");
  schema::GenerateOptions options;
  options.flavour = flavour;
  options.direction = direction;
  options.prefer_examples = flavour == schema::Flavour::sample || random.chance(0.5);
  return schema::generate(*schema, random.fork("value"), options);
}

std::optional<Value> draw_body(const MediaTypeObject& media, Random random, schema::Flavour flavour) {
  if (!is_of_items(media)) return draw(media.schema, media.examples, random, flavour, schema::Direction::request);
  if (!media.examples.empty() && random.chance(0.5)) return random.pick(std::span(media.examples)).value;
  schema::GenerateOptions options;
  options.flavour = flavour;
  options.direction = schema::Direction::request;
  return generate_for(media, random.fork("value"), options);
}

Result<Drawn> draw_request(const openapi::Contract& contract, const Operation& operation, Random random,
                           schema::Flavour flavour, const KnownValues& known) {
  std::string problem;
  for (std::uint64_t i = 0; i < draws; ++i) {
    const KnownValues& kept = i < draws / 2 ? known : KnownValues{};
    SQUALL_TRY_ASSIGN(auto values, draw_once(operation, random.fork("request", i), flavour, kept));
    if (auto drawn = with_known_members(contract, operation, values, kept)) return std::move(*drawn);
    auto request = assemble(contract, operation, values);
    if (request) {
      const auto violations = judge_request(contract, operation, *request);
      if (violations.empty()) return Drawn{std::move(values), std::move(*request)};
      problem = problem_of(violations);
    } else {
      problem = "a value cannot be written in its parameter's style or its body's media type";
    }
  }
  return fail(ErrorKind::unsupported, "no valid request was found for " + operation.name() + ": " + problem,
              operation.location);
}

}  // namespace squall::contracts::match
