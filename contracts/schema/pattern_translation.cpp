#include <algorithm>
#include <cstdlib>

#include "contracts/core/ascii.h"
#include "contracts/core/utf8.h"
#include "contracts/schema/pattern_translator.h"

namespace squall::contracts::schema {
namespace {

constexpr std::string_view kDot = "[^\\n\\r\\x{2028}\\x{2029}]";

}  // namespace

Result<std::string> Translator::run() {
  groups_ = count_groups();
  while (at_ < text_.size() && !error_) next();
  if (error_) return fail(ErrorKind::malformed, "not a regular expression of ECMA-262: " + *error_);
  return std::move(out_);
}

void Translator::next() {
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
void Translator::quantified(std::size_t length) {
  take(length);
  if (peek() == '?') take(1);
  if (peek() == '+') {
    if (strict_) return stop("nothing to repeat");
    take(1);
  }
}

// PCRE2 counts to 65535 only: a higher maximum becomes none, a higher minimum 65535.
void Translator::brace() {
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
  const auto beyond = [](const std::string& digits) { return digits.size() > 5 || std::atoi(digits.c_str()) > 65535; };
  if (beyond(least) || (most && beyond(*most))) {
    put("{" + (beyond(least) ? "65535" : least) + ",}", n + 1);
    return quantified(0);
  }
  quantified(n + 1);
}

void Translator::group() {
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
std::optional<std::string> Translator::name_at(std::size_t from, std::size_t& end) {
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

void Translator::named_group(std::size_t prefix) {
  std::size_t end = 0;
  const auto name = name_at(prefix, end);
  if (!name) return stop("a group's name is missing or malformed");
  put("(?<" + *name + ">", end + 1 - at_);
}

void Translator::named_reference() {
  std::size_t end = 0;
  const auto name = peek(2) == '<' ? name_at(3, end) : std::nullopt;
  if (!name) return strict_ ? stop("\\k needs a group's name") : put("k", 2);
  put("\\k<" + *name + ">", end + 1 - at_);
}

// Those that capture.
std::size_t Translator::count_groups() const {
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

void Translator::character_class() {
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

bool Translator::at_set(std::size_t ahead) const {
  return peek(ahead) == '\\' && peek(ahead + 1) != '\0' &&
         std::string_view("dDwWsSpP").find(peek(ahead + 1)) != std::string_view::npos;
}

Result<std::string> translate_pattern(std::string_view ecma, PatternMode mode) {
  if (!is_utf8(ecma)) return fail(ErrorKind::malformed, "not a regular expression of ECMA-262: not UTF-8");
  return Translator(ecma, mode).run();
}

}  // namespace squall::contracts::schema
