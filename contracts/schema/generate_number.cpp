#include <algorithm>
#include <cmath>
#include <numeric>

#include "contracts/core/number.h"
#include "contracts/schema/decimal_step.h"
#include "contracts/schema/generator.h"

namespace squall::contracts::schema {
namespace {

constexpr double kFar = 9e15;  // beyond it doubles are not exact

std::size_t decimals(std::string_view lexeme) {
  const auto dot = lexeme.find('.');
  if (lexeme.find_first_of("eE") != std::string_view::npos) return 6;
  return dot == std::string_view::npos ? 0 : lexeme.size() - dot - 1;
}

struct Span {
  double low, high;
};

Span span_of(const Constraints& constraints, Flavour flavour) {
  const double reach = flavour == Flavour::maximal ? 100'000 : 100;
  Span span{constraints.lower ? to_double(constraints.lower->lexeme) : 0,
            constraints.upper ? to_double(constraints.upper->lexeme) : 0};
  for (const std::string_view format : constraints.formats) {
    if (format == "int32" && constraints.lower) span.low = std::max(span.low, -2147483648.0);
  }
  if (!constraints.lower) span.low = constraints.upper ? std::min(0.0, span.high - reach) : 0;
  if (!constraints.upper) span.high = std::max(span.low, 0.0) + reach;
  return span;
}

// The least common multiple of the divisors in units of 10^-places; 1 when there are none.
std::int64_t step_of(const Constraints& constraints, std::size_t places, bool integer) {
  const double scale = std::pow(10, static_cast<double>(places));
  std::int64_t step = integer ? static_cast<std::int64_t>(scale) : 1;
  for (const std::string_view multiple : constraints.multiples) {
    const double units = std::round(to_double(multiple) * scale);
    if (units < 1 || units > kFar) continue;
    const std::int64_t common = std::gcd(step, static_cast<std::int64_t>(units));
    const std::int64_t parts = step / common;
    if (static_cast<double>(parts) * units > kFar) continue;
    step = parts * static_cast<std::int64_t>(units);
  }
  return step;
}

std::optional<Value> far_away(const Constraints& constraints) {
  if (constraints.lower && !constraints.lower->exclusive) return Value(Lexeme{std::string(constraints.lower->lexeme)});
  if (constraints.upper && !constraints.upper->exclusive) return Value(Lexeme{std::string(constraints.upper->lexeme)});
  return std::nullopt;
}

bool allows_zero(const Constraints& constraints) {
  const auto& lower = constraints.lower;
  const auto& upper = constraints.upper;
  const bool above =
      !lower || compare(lower->lexeme, "0") < 0 || (!lower->exclusive && compare(lower->lexeme, "0") == 0);
  const bool below =
      !upper || compare(upper->lexeme, "0") > 0 || (!upper->exclusive && compare(upper->lexeme, "0") == 0);
  return above && below;
}

}  // namespace

std::optional<Value> generate_number(const Constraints& constraints, Random& random, Flavour flavour, std::size_t nth) {
  const bool from_zero = flavour == Flavour::sample && allows_zero(constraints);
  if (from_zero && nth == 0) return Value(Lexeme{"0"});
  if (flavour != Flavour::sample) nth = 0;
  if (flavour == Flavour::sample) flavour = Flavour::minimal;
  std::size_t places = constraints.integer || flavour == Flavour::minimal ? 0 : 2;
  for (const std::string_view multiple : constraints.multiples) places = std::max(places, decimals(multiple));
  if (constraints.lower && !constraints.integer) places = std::max(places, decimals(constraints.lower->lexeme));
  if (constraints.upper && !constraints.integer) places = std::max(places, decimals(constraints.upper->lexeme));
  places = std::min<std::size_t>(places, 9);
  Span span = span_of(constraints, flavour);
  if (from_zero) span.low = std::max(span.low, 0.0);
  for (const std::size_t more : {0, 1, 3, 6}) {
    const std::size_t total = std::min<std::size_t>(places + (constraints.integer ? 0 : more), 12);
    const double scale = std::pow(10, static_cast<double>(total));
    if (std::abs(span.low) * scale > kFar || std::abs(span.high) * scale > kFar) return far_away(constraints);
    const std::int64_t step = step_of(constraints, total, constraints.integer);
    auto low = static_cast<std::int64_t>(std::ceil(span.low * scale / static_cast<double>(step) - 1e-9));
    auto high = static_cast<std::int64_t>(std::floor(span.high * scale / static_cast<double>(step) + 1e-9));
    const auto excluded = [&](std::int64_t k, const std::optional<Bound>& bound) {
      return bound && bound->exclusive && compare(scaled_lexeme(k * step, total), bound->lexeme) == 0;
    };
    if (excluded(low, constraints.lower)) ++low;
    if (excluded(high, constraints.upper)) --high;
    if (low > high) continue;
    const std::int64_t further = static_cast<std::int64_t>(nth) % (high - low + 1);
    const std::int64_t k = flavour == Flavour::minimal ? low + further : random.between(low, high);
    return Value(Lexeme{scaled_lexeme(k * step, total)});
  }
  return far_away(constraints);
}

}  // namespace squall::contracts::schema
