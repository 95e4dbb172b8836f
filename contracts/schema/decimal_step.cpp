#include "contracts/schema/decimal_step.h"

#include <algorithm>
#include <limits>

#include "contracts/core/number.h"

namespace squall::contracts::schema {
namespace {

constexpr std::size_t kMostDigits = 18;

std::size_t places_of(std::string_view lexeme) {
  const auto dot = lexeme.find('.');
  return dot == std::string_view::npos ? 0 : lexeme.size() - dot - 1;
}

// The number in units of 10^-places.
std::optional<std::int64_t> units_of(std::string_view lexeme, std::size_t places) {
  if (lexeme.find_first_of("eE") != std::string_view::npos) return std::nullopt;
  std::string digits(lexeme);
  digits.append(places - places_of(lexeme), '0');
  digits.erase(std::remove(digits.begin(), digits.end(), '.'), digits.end());
  if (digits.size() > kMostDigits + 1) return std::nullopt;
  const bool negative = digits.front() == '-';
  std::int64_t value = 0;
  for (std::size_t i = negative ? 1 : 0; i < digits.size(); ++i) {
    if (value > std::numeric_limits<std::int64_t>::max() / 10 - 1) return std::nullopt;
    value = value * 10 + (digits[i] - '0');
  }
  return negative ? -value : value;
}

}  // namespace

std::string scaled_lexeme(std::int64_t units, std::size_t places) {
  std::string digits = std::to_string(units < 0 ? -units : units);
  if (places > 0) {
    if (digits.size() <= places) digits.insert(0, places + 1 - digits.size(), '0');
    digits.insert(digits.size() - places, ".");
    while (digits.back() == '0') digits.pop_back();
    if (digits.back() == '.') digits.pop_back();
  }
  return units < 0 ? "-" + digits : digits;
}

std::optional<std::string> stepped(std::string_view lexeme, std::int64_t steps, std::string_view unit) {
  const std::size_t places = std::max(places_of(lexeme), places_of(unit));
  const auto from = units_of(lexeme, places);
  const auto step = units_of(unit, places);
  std::int64_t way = 0;
  std::int64_t to = 0;
  if (!from || !step || __builtin_mul_overflow(*step, steps, &way) || __builtin_add_overflow(*from, way, &to) ||
      to == std::numeric_limits<std::int64_t>::min()) {
    return std::nullopt;
  }
  return scaled_lexeme(to, places);
}

std::optional<std::string> rounded(std::string_view lexeme, std::string_view unit, bool down) {
  const std::size_t places = std::max(places_of(lexeme), places_of(unit));
  const auto from = units_of(lexeme, places);
  const auto step = units_of(unit, places);
  if (!from || !step || *step <= 0) return std::nullopt;
  std::int64_t count = *from / *step;
  if (down && count * *step > *from) --count;
  if (!down && count * *step < *from) ++count;
  std::int64_t to = 0;
  if (__builtin_mul_overflow(count, *step, &to)) return std::nullopt;
  return scaled_lexeme(to, places);
}

std::string finest_unit(const std::vector<std::string_view>& lexemes) {
  std::size_t places = 0;
  for (const std::string_view lexeme : lexemes) {
    if (lexeme.find_first_of("eE") == std::string_view::npos) places = std::max(places, places_of(lexeme));
  }
  return scaled_lexeme(1, std::min(places, kMostDigits));
}

}  // namespace squall::contracts::schema
