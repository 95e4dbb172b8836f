#include <algorithm>
#include <array>

#include "contracts/core/value.h"
#include "contracts/pact/matcher.h"
#include "contracts/pact/single_matchers.h"

namespace squall::contracts::pact {
namespace {

constexpr std::array kTypes = {
    MatcherType{"equality", MatcherKind::equality, "", single::equality},
    MatcherType{"regex", MatcherKind::regex, "regex", single::regex},
    MatcherType{"type", MatcherKind::type, "", single::type},
    MatcherType{"include", MatcherKind::include, "value", single::include},
    MatcherType{"integer", MatcherKind::integer, "", single::integer},
    MatcherType{"decimal", MatcherKind::decimal, "", single::decimal},
    MatcherType{"real", MatcherKind::decimal, "", single::decimal},
    MatcherType{"number", MatcherKind::number, "", single::number},
    MatcherType{"boolean", MatcherKind::boolean, "", single::boolean},
    MatcherType{"null", MatcherKind::null_value, "", single::null_value},
    MatcherType{"date", MatcherKind::date_time, "", single::date_time},
    MatcherType{"time", MatcherKind::date_time, "", single::date_time},
    MatcherType{"timestamp", MatcherKind::date_time, "", single::date_time},
    MatcherType{"datetime", MatcherKind::date_time, "", single::date_time},
    MatcherType{"contentType", MatcherKind::content_type, "value", single::content_type},
    MatcherType{"content-type", MatcherKind::content_type, "value", single::content_type},
    MatcherType{"values", MatcherKind::values, "", single::values},
    MatcherType{"arrayContains", MatcherKind::array_contains, "variants", nullptr},
    MatcherType{"array-contains", MatcherKind::array_contains, "variants", nullptr},
    MatcherType{"eachKey", MatcherKind::each_key, "rules", nullptr},
    MatcherType{"eachValue", MatcherKind::each_value, "rules", nullptr},
    MatcherType{"statusCode", MatcherKind::status_code, "status", single::status_code},
    MatcherType{"notEmpty", MatcherKind::not_empty, "", single::not_empty},
    MatcherType{"semver", MatcherKind::semver, "", single::semver},
};

}  // namespace

std::span<const MatcherType> matcher_types() {
  return kTypes;
}

const MatcherType& type_of(const Matcher& matcher) {
  return *std::find_if(kTypes.begin(), kTypes.end(),
                       [&matcher](const MatcherType& type) { return type.kind == matcher.kind; });
}

std::string problem_with(const Matcher& matcher, const Operand& expected, const Operand& actual) {
  const auto problem = type_of(matcher).problem;
  return problem == nullptr ? std::string{} : problem(matcher, expected, actual);
}

std::string problem_by_equality(const Operand& expected, const Operand& actual) {
  return single::equality({}, expected, actual);
}

Selected select(const Rules& rules, std::span<const PathPart> path) {
  Selected best;
  PathFit best_fit;
  for (const Rule& rule : rules) {
    const PathFit fit = rule.path.fit(path);
    if (!fit || fit <= best_fit) continue;
    best_fit = fit;
    best = {&rule, fit.steps != path.size()};
  }
  return best;
}

bool has(const Rule& rule, MatcherKind kind) {
  return std::any_of(rule.matchers.begin(), rule.matchers.end(),
                     [kind](const Matcher& matcher) { return matcher.kind == kind; });
}

}  // namespace squall::contracts::pact
