#include "harness/stub_state/item_key.h"

#include <algorithm>

#include "contracts/core/number.h"

namespace squall::harness {
namespace {

// Digits and a fraction, without zeros that say nothing.
std::string without_padding(std::string_view digits, std::string_view fraction) {
  while (digits.size() > 1 && digits.front() == '0') digits.remove_prefix(1);
  while (!fraction.empty() && fraction.back() == '0') fraction.remove_suffix(1);
  std::string text(digits);
  return fraction.empty() ? text : text.append(".").append(fraction);
}

// A number with an exponent in full, where that is no more than 40 digits; else as it is.
std::string by_value(const std::string& lexeme) {
  const bool negative = lexeme.starts_with('-');
  std::string_view text = lexeme;
  if (negative) text.remove_prefix(1);
  const auto mark = std::min(text.find_first_of("eE"), text.size());
  const std::string_view mantissa = text.substr(0, mark);
  const auto dot = std::min(mantissa.find('.'), mantissa.size());
  std::string digits(mantissa.substr(0, dot));
  std::string fraction(mantissa.substr(std::min(dot + 1, mantissa.size())));
  if (mark < text.size()) {
    std::string_view power = text.substr(mark + 1);
    if (power.starts_with('+')) power.remove_prefix(1);
    const auto exponent = contracts::to_int64(power);
    if (!exponent || *exponent > 40 || *exponent < -40) return lexeme;
    for (auto left = *exponent; left > 0; --left) {
      digits.push_back(fraction.empty() ? '0' : fraction.front());
      if (!fraction.empty()) fraction.erase(0, 1);
    }
    for (auto left = *exponent; left < 0; ++left) {
      fraction.insert(fraction.begin(), digits.back());
      digits.pop_back();
      if (digits.empty()) digits = "0";
    }
  }
  const std::string plain = without_padding(digits, fraction);
  return negative && plain != "0" ? "-" + plain : plain;
}

}  // namespace

std::string item_key(const contracts::Value& id) {
  if (id.is_string()) return id.text();
  return id.is_number() ? by_value(id.text()) : "";
}

}  // namespace squall::harness
