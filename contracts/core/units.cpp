#include "contracts/core/units.h"

#include <array>
#include <charconv>
#include <cmath>
#include <optional>
#include <span>

#include "contracts/core/number.h"

namespace squall::contracts {
namespace {

struct Unit {
  std::string_view name;
  std::uint64_t factor;
};

// Largest first, as formatting tries them.
constexpr std::array kDurations = {Unit{"h", 3'600'000'000'000}, Unit{"m", 60'000'000'000}, Unit{"s", 1'000'000'000},
                                   Unit{"ms", 1'000'000},        Unit{"us", 1'000},         Unit{"ns", 1}};
constexpr std::array kSizes = {Unit{"TiB", 1ull << 40},
                               Unit{"GiB", 1ull << 30},
                               Unit{"MiB", 1ull << 20},
                               Unit{"KiB", 1ull << 10},
                               Unit{"B", 1},
                               Unit{"", 1},
                               Unit{"TB", 1'000'000'000'000},
                               Unit{"GB", 1'000'000'000},
                               Unit{"MB", 1'000'000},
                               Unit{"kB", 1'000},
                               Unit{"KB", 1'000}};

auto malformed(std::string_view what, std::string_view text, std::string hint) {
  return fail(ErrorKind::malformed, "expected " + std::string(what) + ", found '" + std::string(text) + "'", {},
              std::move(hint));
}

// Digits with an optional fraction, as nothing but a factor may follow them.
std::string_view take_number(std::string_view& text) {
  std::size_t n = 0;
  bool dot = false;
  while (n < text.size() && ((text[n] >= '0' && text[n] <= '9') || (text[n] == '.' && !dot && n > 0))) {
    dot = dot || text[n] == '.';
    ++n;
  }
  const std::string_view number = text.substr(0, n);
  text.remove_prefix(n);
  return number.ends_with('.') ? std::string_view() : number;
}

std::string_view take_word(std::string_view& text) {
  std::size_t n = 0;
  while (n < text.size() && ((text[n] >= 'a' && text[n] <= 'z') || (text[n] >= 'A' && text[n] <= 'Z'))) ++n;
  const std::string_view word = text.substr(0, n);
  text.remove_prefix(n);
  return word;
}

const Unit* unit_of(std::span<const Unit> units, std::string_view name) {
  for (const Unit& unit : units) {
    if (unit.name == name) return &unit;
  }
  return nullptr;
}

// number * factor, exactly rounded to a whole; nullopt beyond 2^63.
std::optional<std::uint64_t> scaled(std::string_view number, std::uint64_t factor) {
  const auto dot = std::min(number.find('.'), number.size());
  std::uint64_t whole = 0;
  if (std::from_chars(number.data(), number.data() + dot, whole).ec != std::errc{}) return std::nullopt;
  constexpr std::uint64_t kMost = 1ull << 63;
  if (whole != 0 && factor > (kMost - 1) / whole) return std::nullopt;
  std::uint64_t result = whole * factor;
  if (dot < number.size()) {
    const std::string fraction = "0" + std::string(number.substr(dot));
    result += static_cast<std::uint64_t>(std::llround(to_double(fraction) * static_cast<double>(factor)));
  }
  return result < kMost ? std::optional(result) : std::nullopt;
}

std::string trim_number(double value) {
  char buffer[32];
  const auto [end, error] = std::to_chars(buffer, buffer + sizeof buffer, value);
  return std::string(buffer, error == std::errc{} ? end : buffer);
}

// "1.5" when the value is a whole number of thousandths of the unit.
std::string in_unit(std::uint64_t value, const Unit& unit) {
  return trim_number(static_cast<double>(value) / static_cast<double>(unit.factor)) + std::string(unit.name);
}

bool non_negative_number(std::string_view text, double& value) {
  if (!is_json_number(text)) return false;
  value = to_double(text);
  return value >= 0 && std::isfinite(value);
}

}  // namespace

Result<Duration> parse_duration(std::string_view text) {
  const auto wrong = [text] { return malformed("a duration", text, "write it like 250ms, 1.5s, 2m or 1m30s"); };
  if (text == "0") return Duration{0};
  std::string_view rest = text;
  std::uint64_t total = 0;
  std::uint64_t previous = ~std::uint64_t{0};
  do {
    const std::string_view number = take_number(rest);
    const Unit* unit = unit_of(kDurations, take_word(rest));
    if (number.empty() || unit == nullptr || unit->factor >= previous) return wrong();
    const auto part = scaled(number, unit->factor);
    if (!part || *part + total >= 1ull << 63) return wrong();
    total += *part;
    previous = unit->factor;
  } while (!rest.empty());
  return Duration{static_cast<std::int64_t>(total)};
}

Result<std::uint64_t> parse_size(std::string_view text) {
  std::string_view rest = text;
  const std::string_view number = take_number(rest);
  const Unit* unit = unit_of(kSizes, take_word(rest));
  const auto size = number.empty() || unit == nullptr || !rest.empty() ? std::nullopt : scaled(number, unit->factor);
  if (!size) return malformed("a size in bytes", text, "write it like 512, 64KiB, 5MB or 1GiB");
  return *size;
}

Result<double> parse_share(std::string_view text) {
  const bool percent = text.ends_with('%');
  double value = 0;
  if (!non_negative_number(percent ? text.substr(0, text.size() - 1) : text, value) || value > (percent ? 100 : 1)) {
    return malformed("a share", text, "write it like 5% or 0.05, from 0% to 100%");
  }
  return percent ? value / 100 : value;
}

Result<double> parse_rate(std::string_view text) {
  const auto slash = std::min(text.find('/'), text.size());
  const std::string_view per = slash < text.size() ? text.substr(slash + 1) : std::string_view();
  const double seconds = per == "s" || per == "sec" ? 1 : per == "min" || per == "m" ? 60 : per == "h" ? 3600 : 0;
  double value = 0;
  if (seconds == 0 || !non_negative_number(text.substr(0, slash), value)) {
    return malformed("a rate", text, "write it like 50/s or 3000/min");
  }
  return value / seconds;
}

std::string format_duration(Duration duration) {
  const std::int64_t count = duration.count();
  if (count == 0) return "0s";
  const std::uint64_t value = count < 0 ? 0 - static_cast<std::uint64_t>(count) : static_cast<std::uint64_t>(count);
  std::string text;
  for (const Unit& unit : kDurations) {
    const bool sexagesimal = unit.factor >= 60'000'000'000;  // 90 s is 90s, not 1.5m
    const bool exact = value % unit.factor == 0;
    const bool decimal = !sexagesimal && value % (unit.factor / std::min<std::uint64_t>(unit.factor, 1000)) == 0;
    if (value >= unit.factor && (exact || decimal)) {
      text = in_unit(value, unit);
      break;
    }
  }
  if (text.empty()) text = in_unit(value, kDurations.back());
  return count < 0 ? "-" + text : text;
}

std::string format_size(std::uint64_t bytes) {
  for (const Unit& unit : kSizes) {
    if (unit.factor > 1 && unit.name.size() == 3 && bytes >= unit.factor && bytes % unit.factor == 0) {
      return std::to_string(bytes / unit.factor) + std::string(unit.name);
    }
  }
  return std::to_string(bytes) + "B";
}

}  // namespace squall::contracts
