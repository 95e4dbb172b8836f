#include <algorithm>
#include <charconv>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <vector>

#include "contracts/core/utf8.h"
#include "contracts/schema/pattern.h"
#include "contracts/schema/pattern_property.h"

namespace squall::contracts::schema {
namespace {

// White space and line terminators of ECMA-262 (section 12.2), and everything else, as ranges of a class.
constexpr std::string_view kSpace =
    "\\x09-\\x0d\\x20\\xa0\\x{1680}\\x{2000}-\\x{200a}\\x{2028}\\x{2029}\\x{202f}\\x{205f}\\x{3000}\\x{feff}";
constexpr std::string_view kNotSpace =
    "\\x00-\\x08\\x0e-\\x1f\\x21-\\x{9f}\\x{a1}-\\x{167f}\\x{1681}-\\x{1fff}\\x{200b}-\\x{2027}\\x{202a}-\\x{202e}"
    "\\x{2030}-\\x{205e}\\x{2060}-\\x{2fff}\\x{3001}-\\x{fefe}\\x{ff00}-\\x{10ffff}";
constexpr std::string_view kDot = "[^\\n\\r\\x{2028}\\x{2029}]";

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

class Translator {
 public:
  Translator(std::string_view text, PatternMode mode) : text_(text), strict_(mode == PatternMode::strict) {}

  Result<std::string> run() {
    groups_ = count_groups();
    while (at_ < text_.size() && !error_) next();
    if (error_) return fail(ErrorKind::malformed, "not a regular expression of ECMA-262: " + *error_);
    return std::move(out_);
  }

 private:
  char peek(std::size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }
  bool looking_at(std::string_view word) const { return text_.substr(at_).starts_with(word); }
  void stop(std::string why) {
    if (!error_) error_ = std::move(why) + " at offset " + std::to_string(at_);
  }
  void take(std::size_t count) {
    out_.append(text_.substr(at_, count));
    at_ += count;
  }
  void put(std::string_view text, std::size_t consumed) {
    out_.append(text);
    at_ += consumed;
  }

  void next() {
    switch (peek()) {
      case '\\':
        escape(false);
        break;
      case '[':
        character_class();
        break;
      case '(':
        group();
        break;
      case '.':
        put(kDot, 1);
        break;
      case '{':
        brace();
        break;
      case '*':
      case '+':
      case '?':
        quantified(1);
        break;
      case '#':
        put("\\#", 1);
        break;
      case ']':
      case '}':
        if (strict_) return stop(std::string("a lone '") + peek() + "'");
        take(1);
        break;
      default:
        take(1);
    }
  }

  // After the quantifier proper: ECMA-262 knows a lazy mark, not a possessive one.
  void quantified(std::size_t length) {
    take(length);
    if (peek() == '?') take(1);
    if (peek() == '+') {
      if (strict_) return stop("nothing to repeat");
      take(1);
    }
  }

  // PCRE2 counts to 65535 only: a higher maximum becomes none, a higher minimum 65535.
  void brace() {
    std::size_t n = 1;
    while (is_digit(peek(n))) ++n;
    const std::string least(text_.substr(at_ + 1, n - 1));
    bool repeats = n > 1;
    std::optional<std::string> most;
    if (repeats && peek(n) == ',') {
      const std::size_t start = ++n;
      while (is_digit(peek(n))) ++n;
      most = text_.substr(at_ + start, n - start);
    }
    repeats = repeats && peek(n) == '}';
    if (!repeats) {
      if (strict_) return stop("a lone '{'");
      return put("\\{", 1);
    }
    const auto beyond = [](const std::string& digits) {
      return digits.size() > 5 || std::atoi(digits.c_str()) > 65535;
    };
    if (beyond(least) || (most && beyond(*most))) {
      put("{" + (beyond(least) ? "65535" : least) + ",}", n + 1);
      return quantified(0);
    }
    quantified(n + 1);
  }

  void group() {
    if (peek(1) == '*') return stop("nothing to repeat");
    if (peek(1) != '?') return take(1);
    for (const std::string_view known : {"(?:", "(?=", "(?!", "(?<=", "(?<!"}) {
      if (looking_at(known)) return take(known.size());
    }
    if (looking_at("(?<")) return named_group(3);
    if (!strict_ && looking_at("(?P<")) return named_group(4);
    if (!strict_ && looking_at("(?>")) return take(3);
    std::size_t n = 2;
    while (std::string_view(strict_ ? "ims-" : "imsx-").find(peek(n)) != std::string_view::npos && peek(n) != '\0') ++n;
    if (n > 2 && (peek(n) == ':' || (!strict_ && peek(n) == ')'))) return take(n + 1);
    stop("an unknown kind of group");
  }

  // Names of ECMA-262 may hold what PCRE2's may not: groups get names of ours, in the order of their mention.
  std::optional<std::string> name_at(std::size_t from, std::size_t& end) {
    end = text_.find('>', at_ + from);
    if (end == std::string_view::npos || end == at_ + from) return std::nullopt;
    const std::string_view name = text_.substr(at_ + from, end - at_ - from);
    const auto sound = [](char c) {
      return is_letter(c) || is_digit(c) || c == '_' || c == '$' || c == '\\' || c == '{' || c == '}' ||
             static_cast<unsigned char>(c) >= 0x80;
    };
    if (is_digit(name.front()) || !std::all_of(name.begin(), name.end(), sound)) return std::nullopt;
    const auto place = std::find(names_.begin(), names_.end(), name);
    const auto index = place - names_.begin();
    if (place == names_.end()) names_.push_back(name);
    return "g" + std::to_string(index);
  }
  void named_group(std::size_t prefix) {
    std::size_t end = 0;
    const auto name = name_at(prefix, end);
    if (!name) return stop("a group's name is missing or malformed");
    put("(?<" + *name + ">", end + 1 - at_);
  }
  void named_reference() {
    std::size_t end = 0;
    const auto name = peek(2) == '<' ? name_at(3, end) : std::nullopt;
    if (!name) return strict_ ? stop("\\k needs a group's name") : put("k", 2);
    put("\\k<" + *name + ">", end + 1 - at_);
  }

  // Those that capture.
  std::size_t count_groups() const {
    std::size_t count = 0;
    bool in_class = false;
    for (std::size_t i = 0; i < text_.size(); ++i) {
      if (text_[i] == '\\') {
        ++i;
      } else if (in_class) {
        in_class = text_[i] != ']';
      } else if (text_[i] == '[') {
        in_class = true;
      } else if (text_[i] == '(') {
        const std::string_view rest = text_.substr(i + 1, 3);
        const bool named =
            rest.starts_with("?P<") || (rest.starts_with("?<") && !rest.ends_with('=') && !rest.ends_with('!'));
        if (!rest.starts_with('?') || named) ++count;
      }
    }
    return count;
  }

  void character_class() {
    take(1);
    if (peek() == '^') take(1);
    bool after_set = false;  // \d and the like cannot start or end a range: the dash beside them stands for itself
    while (at_ < text_.size() && peek() != ']' && !error_) {
      const bool set = at_set();
      if (peek() == '-' && peek(1) != ']' && (after_set || at_set(1))) {
        if (strict_) return stop("a range from or to a set");
        put("\\-", 1);
        after_set = false;
        continue;
      }
      after_set = set;
      if (peek() == '\\') {
        escape(true);
      } else if (peek() == '[') {
        put("\\[", 1);
      } else {
        take(1);
      }
    }
    if (at_ >= text_.size()) return stop("a class without its ']'");
    take(1);
  }

  bool at_set(std::size_t ahead = 0) const {
    return peek(ahead) == '\\' && peek(ahead + 1) != '\0' &&
           std::string_view("dDwWsSpP").find(peek(ahead + 1)) != std::string_view::npos;
  }

  void put_code_point(std::uint32_t c, std::size_t consumed) {
    char digits[16];
    const auto end = std::to_chars(digits, digits + sizeof digits, c, 16).ptr;
    put("\\x{" + std::string(digits, end) + "}", consumed);
  }

  std::optional<std::uint32_t> hex(std::size_t from, std::size_t count) const {
    std::uint32_t value = 0;
    const char* begin = text_.data() + from;
    if (from + count > text_.size()) return std::nullopt;
    const auto [end, code] = std::from_chars(begin, begin + count, value, 16);
    if (code != std::errc{} || end != begin + count) return std::nullopt;
    return value;
  }

  void unicode_escape() {
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
  void property() {
    const auto close = text_.find('}', at_);
    if (peek(2) != '{' || close == std::string_view::npos) {
      return strict_ ? stop("\\p needs a property in braces") : put(text_.substr(at_ + 1, 1), 2);
    }
    put(property_for_pcre2(text_.substr(at_ + 3, close - at_ - 3), peek(1) == 'P', strict_), close - at_ + 1);
  }

  void escape(bool in_class) {
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
    if (strict_ && kSyntax.find(c) == std::string_view::npos && !(in_class && c == '-'))
      return stop("a needless escape");
    take(2);
  }

  // A group that is referred to or, where there is no such group, an octal escape (ECMA-262, annex B.1.2).
  void numbered(bool in_class) {
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

  void letter(bool in_class) {
    const char c = peek(1);
    if (strict_) return stop(std::string("no such escape: \\") + c);
    if (!in_class && (c == 'A' || c == 'Z' || c == 'z')) return take(2);
    if (c == 'h' || c == 'H') return take(2);
    put(text_.substr(at_ + 1, 1), 2);
  }

  std::string_view text_;
  bool strict_;
  std::size_t at_ = 0;
  std::size_t groups_ = 0;
  std::vector<std::string_view> names_;
  std::string out_;
  std::optional<std::string> error_;
};

}  // namespace

Result<std::string> translate_pattern(std::string_view ecma, PatternMode mode) {
  if (!is_utf8(ecma)) return fail(ErrorKind::malformed, "not a regular expression of ECMA-262: not UTF-8");
  return Translator(ecma, mode).run();
}

}  // namespace squall::contracts::schema
