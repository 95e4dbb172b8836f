#include <charconv>

#include "contracts/core/ascii.h"
#include "contracts/schema/pattern_property.h"
#include "contracts/schema/pattern_translator.h"

namespace squall::contracts::schema {
namespace {

// White space and line terminators of ECMA-262 (section 12.2), and everything else, as ranges of a class.
constexpr std::string_view kSpace =
    "\\x09-\\x0d\\x20\\xa0\\x{1680}\\x{2000}-\\x{200a}\\x{2028}\\x{2029}\\x{202f}\\x{205f}\\x{3000}\\x{feff}";
constexpr std::string_view kNotSpace =
    "\\x00-\\x08\\x0e-\\x1f\\x21-\\x{9f}\\x{a1}-\\x{167f}\\x{1681}-\\x{1fff}\\x{200b}-\\x{2027}\\x{202a}-\\x{202e}"
    "\\x{2030}-\\x{205e}\\x{2060}-\\x{2fff}\\x{3001}-\\x{fefe}\\x{ff00}-\\x{10ffff}";

}  // namespace

void Translator::put_code_point(std::uint32_t c, std::size_t consumed) {
  char digits[16];
  const auto end = std::to_chars(digits, digits + sizeof digits, c, 16).ptr;
  put("\\x{" + std::string(digits, end) + "}", consumed);
}

std::optional<std::uint32_t> Translator::hex(std::size_t from, std::size_t count) const {
  std::uint32_t value = 0;
  const char* begin = text_.data() + from;
  if (from + count > text_.size()) return std::nullopt;
  const auto [end, code] = std::from_chars(begin, begin + count, value, 16);
  if (code != std::errc{} || end != begin + count) return std::nullopt;
  return value;
}

void Translator::unicode_escape() {
  if (peek(2) == '{') {
    const auto close = text_.find('}', at_);
    const auto value = close == std::string_view::npos ? std::nullopt : hex(at_ + 3, close - at_ - 3);
    if (!value || *value > 0x10FFFF) return stop("\\u{...} needs a code point");
    return put_code_point(*value, close - at_ + 1);
  }
  const auto high = hex(at_ + 2, 4);
  if (!high) return strict_ ? stop("\\u needs four hexadecimal digits") : put("u", 2);
  const bool pair = *high >= 0xD800 && *high < 0xDC00 && peek(6) == '\\' && peek(7) == 'u';
  const auto low = pair ? hex(at_ + 8, 4) : std::nullopt;
  if (low && *low >= 0xDC00 && *low < 0xE000) {
    return put_code_point(0x10000 + ((*high - 0xD800) << 10) + (*low - 0xDC00), 12);
  }
  put_code_point(*high, 6);
}

// \p{Letter}, \p{Script=Greek}, \P{L}
void Translator::property() {
  const auto close = text_.find('}', at_);
  if (peek(2) != '{' || close == std::string_view::npos) {
    return strict_ ? stop("\\p needs a property in braces") : put(text_.substr(at_ + 1, 1), 2);
  }
  put(property_for_pcre2(text_.substr(at_ + 3, close - at_ - 3), peek(1) == 'P', strict_), close - at_ + 1);
}

void Translator::escape(bool in_class) {
  if (at_ + 1 >= text_.size()) return stop("a lone backslash");
  const char c = peek(1);
  switch (c) {
    case 'd':
    case 'D':
    case 'w':
    case 'W':
      return take(2);  // ASCII without PCRE2_UCP, as in ECMA-262
    case 's':
      return in_class ? put(kSpace, 2) : put("[" + std::string(kSpace) + "]", 2);
    case 'S':
      return in_class ? put(kNotSpace, 2) : put("[^" + std::string(kSpace) + "]", 2);
    case 'v':
      return put("\\x0b", 2);
    case 't':
    case 'n':
    case 'r':
    case 'f':
      return take(2);
    case 'b':
      return in_class ? put("\\x08", 2) : take(2);
    case 'B':
      return in_class ? stop("\\B in a class") : take(2);
    case 'u':
      return unicode_escape();
    case 'p':
    case 'P':
      return property();
    case 'c':
      if (!is_letter(peek(2))) return strict_ ? stop("\\c needs a letter") : put("\\\\c", 2);
      return put_code_point(static_cast<std::uint32_t>(peek(2)) & 31u, 3);
    case 'x':
      if (const auto value = hex(at_ + 2, 2)) return put_code_point(*value, 4);
      if (!strict_ && peek(2) == '{') return unicode_escape();
      return strict_ ? stop("\\x needs two hexadecimal digits") : put("x", 2);
    case 'k':
      return in_class ? put("k", 2) : named_reference();
    default:
      break;
  }
  if (is_digit(c)) return numbered(in_class);
  if (is_letter(c)) return letter(in_class);
  if (static_cast<unsigned char>(c) >= 0x80) return put("", 1);
  constexpr std::string_view kSyntax = "^$\\.*+?()[]{}|/";
  if (strict_ && kSyntax.find(c) == std::string_view::npos && !(in_class && c == '-')) return stop("a needless escape");
  take(2);
}

// A group that is referred to or, where there is no such group, an octal escape (ECMA-262, annex B.1.2).
void Translator::numbered(bool in_class) {
  std::size_t n = 1;
  while (is_digit(peek(n + 1))) ++n;
  if (peek(1) == '0' && n == 1) return put("\\x00", 2);
  const std::string_view digits = text_.substr(at_ + 1, n);
  std::size_t group = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), group);
  if (!in_class && peek(1) != '0' && group >= 1 && group <= groups_)
    return put("\\g{" + std::string(digits) + "}", n + 1);
  if (strict_) return stop("a reference to a group that does not exist");
  std::uint32_t value = 0;
  std::size_t octal = 0;
  while (octal < 3 && peek(1 + octal) >= '0' && peek(1 + octal) <= '7' && value * 8 < 0x100)
    value = value * 8 + static_cast<std::uint32_t>(peek(1 + octal++) - '0');
  if (octal == 0) return put_code_point(static_cast<std::uint32_t>(peek(1)), 2);
  put_code_point(value, 1 + octal);
}

void Translator::letter(bool in_class) {
  const char c = peek(1);
  if (strict_) return stop(std::string("no such escape: \\") + c);
  if (!in_class && (c == 'A' || c == 'Z' || c == 'z')) return take(2);
  if (c == 'h' || c == 'H') return take(2);
  put(text_.substr(at_ + 1, 1), 2);
}

}  // namespace squall::contracts::schema
