#include "contracts/core/yaml_scalar.h"

#include <algorithm>
#include <vector>

#include "contracts/core/ascii.h"

namespace squall::contracts {
namespace {

constexpr std::size_t kLongestRadix = 256;  // digits of 0x and 0o numbers; beyond it they are text

bool one_of(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), text) != words.end();
}

int digit_of(char c) {
  if (is_digit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return 99;
}

// The decimal notation of digits in another radix, or "" when they are none.
std::string to_decimal(std::string_view digits, int radix) {
  if (digits.empty() || digits.size() > kLongestRadix) return {};
  std::vector<int> decimal{0};  // least significant first
  for (const char c : digits) {
    int carry = digit_of(c);
    if (carry >= radix) return {};
    for (int& d : decimal) {
      carry += d * radix;
      d = carry % 10;
      carry /= 10;
    }
    for (; carry != 0; carry /= 10) decimal.push_back(carry % 10);
  }
  std::string text;
  for (auto d = decimal.rbegin(); d != decimal.rend(); ++d) text.push_back(static_cast<char>('0' + *d));
  return text;
}

std::string_view take_digits(std::string_view& text) {
  std::size_t n = 0;
  while (n < text.size() && text[n] >= '0' && text[n] <= '9') ++n;
  const std::string_view digits = text.substr(0, n);
  text.remove_prefix(n);
  return digits;
}

// [-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?
std::string decimal_number(std::string_view text) {
  std::string lexeme;
  if (text.front() == '-') lexeme = "-";
  if (text.front() == '-' || text.front() == '+') text.remove_prefix(1);
  std::string_view whole = take_digits(text);
  std::string_view fraction;
  if (!text.empty() && text.front() == '.') {
    text.remove_prefix(1);
    fraction = take_digits(text);
  }
  if (whole.empty() && fraction.empty()) return {};
  while (whole.size() > 1 && whole.front() == '0') whole.remove_prefix(1);
  lexeme += whole.empty() ? "0" : whole;
  if (!fraction.empty()) lexeme.append(1, '.').append(fraction);
  if (text.empty()) return lexeme;
  if (text.front() != 'e' && text.front() != 'E') return {};
  lexeme.push_back('e');
  text.remove_prefix(1);
  if (!text.empty() && (text.front() == '-' || text.front() == '+')) {
    lexeme.push_back(text.front());
    text.remove_prefix(1);
  }
  const std::string_view exponent = take_digits(text);
  if (exponent.empty() || !text.empty()) return {};
  return lexeme.append(exponent);
}

}  // namespace

YamlScalar resolve_plain(std::string_view text) {
  YamlScalar scalar;
  if (text.empty() || one_of(text, {"null", "Null", "NULL", "~"})) {
    scalar.kind = Kind::null;
    return scalar;
  }
  const bool is_true = one_of(text, {"true", "True", "TRUE"});
  if (is_true || one_of(text, {"false", "False", "FALSE"})) {
    scalar.kind = Kind::boolean;
    scalar.boolean = is_true;
    return scalar;
  }
  const std::string_view unsigned_text = text.front() == '-' || text.front() == '+' ? text.substr(1) : text;
  if (one_of(unsigned_text, {".inf", ".Inf", ".INF"}) || one_of(text, {".nan", ".NaN", ".NAN"})) {
    scalar.no_json = true;
    return scalar;
  }
  if (text.starts_with("0x")) {
    scalar.lexeme = to_decimal(text.substr(2), 16);
  } else if (text.starts_with("0o")) {
    scalar.lexeme = to_decimal(text.substr(2), 8);
  } else {
    scalar.lexeme = decimal_number(text);
  }
  if (!scalar.lexeme.empty()) scalar.kind = Kind::number;
  return scalar;
}

}  // namespace squall::contracts
