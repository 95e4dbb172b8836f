#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "contracts/core/utf8.h"
#include "contracts/schema/format.h"
#include "contracts/schema/pattern.h"

namespace squall::contracts::schema {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_hex(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}
bool is_alnum(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (;;) {
    const auto end = text.find(separator);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

// RFC 3492, section 6.2; nullopt when malformed.
std::optional<std::u32string> punycode(std::string_view text) {
  constexpr std::uint32_t kBase = 36, kLow = 1, kHigh = 26, kSkew = 38, kDamp = 700;
  std::u32string out;
  if (const auto dash = text.rfind('-'); dash != std::string_view::npos) {
    for (const char c : text.substr(0, dash)) out.push_back(static_cast<unsigned char>(c));
    text.remove_prefix(dash + 1);
  }
  if (text.empty()) return std::nullopt;
  std::uint64_t n = 128, i = 0, bias = 72;
  while (!text.empty()) {
    const std::uint64_t before = i;
    std::uint64_t weight = 1;
    for (std::uint64_t k = kBase;; k += kBase) {
      if (text.empty()) return std::nullopt;
      const char c = static_cast<char>(text.front() | 0x20);
      text.remove_prefix(1);
      if (!is_digit(c) && (c < 'a' || c > 'z')) return std::nullopt;
      const auto digit = static_cast<std::uint64_t>(is_digit(c) ? c - '0' + 26 : c - 'a');
      i += digit * weight;
      if (i > 0x7FFFFFFF || weight > 0x7FFFFFFF) return std::nullopt;
      const std::uint64_t threshold = k <= bias ? kLow : std::min<std::uint64_t>(k - bias, kHigh);
      if (digit < threshold) break;
      weight *= kBase - threshold;
    }
    const std::uint64_t length = out.size() + 1;
    std::uint64_t delta = before == 0 ? i / kDamp : (i - before) / 2;
    delta += delta / length;
    std::uint64_t k = 0;
    for (; delta > (kBase - kLow) * kHigh / 2; k += kBase) delta /= kBase - kLow;
    bias = k + (kBase - kLow + 1) * delta / (delta + kSkew);
    n += i / length;
    i %= length;
    if (n > 0x10FFFF || (n >= 0xD800 && n < 0xE000)) return std::nullopt;
    out.insert(out.begin() + static_cast<std::ptrdiff_t>(i), static_cast<char32_t>(n));
    ++i;
  }
  return out;
}

bool in_class(char32_t c, const Pattern& pattern) {
  std::string text;
  append_utf8(text, c);
  return pattern.search(text) == Match::yes;
}

const Pattern& combining_mark() {
  static const Pattern pattern = *Pattern::compile("^\\p{M}$");
  return pattern;
}

// The contextual rules and exceptions of RFC 5892 (sections 2.6, A.1 to A.9) that tell code points by themselves.
bool allowed_in_context(const std::u32string& label, std::size_t i) {
  static const Pattern kana = *Pattern::compile("^[\\p{Hiragana}\\p{Katakana}\\p{Han}]$");
  static const Pattern hebrew = *Pattern::compile("^\\p{Hebrew}$");
  static const Pattern greek = *Pattern::compile("^\\p{Greek}$");
  static const Pattern disallowed = *Pattern::compile(
      "^[\\u0000-\\u002c\\u002f\\u003a-\\u0040\\u005b-\\u0060\\u007b-\\u00b6\\u00b8-"
      "\\u00de\\u0640\\u07fa\\u302e\\u302f\\u3031-\\u3035\\u303b\\u2000-\\u200b\\u200e-\\u206f\\p{Lu}\\p{S}\\p{Z}]$");
  const char32_t c = label[i];
  const char32_t previous = i > 0 ? label[i - 1] : 0;
  const char32_t next = i + 1 < label.size() ? label[i + 1] : 0;
  const auto any = [&label](char32_t low, char32_t high) {
    return std::any_of(label.begin(), label.end(), [=](char32_t x) { return x >= low && x <= high; });
  };
  switch (c) {
    case 0x00B7:
      return previous == 'l' && next == 'l';
    case 0x0375:
      return next != 0 && in_class(next, greek);
    case 0x05F3:
    case 0x05F4:
      return previous != 0 && in_class(previous, hebrew);
    case 0x30FB:
      return std::any_of(label.begin(), label.end(), [](char32_t x) { return x != 0x30FB && in_class(x, kana); });
    case 0x200C:
    case 0x200D: {
      static const Pattern virama =
          *Pattern::compile("^[\\u094d\\u09cd\\u0a4d\\u0acd\\u0b4d\\u0bcd\\u0c4d\\u0ccd\\u0d4d\\u0dca\\u1039\\u17d2]$");
      const bool joins_arabic =
          c == 0x200C && previous >= 0x0600 && previous < 0x0800 && next >= 0x0600 && next < 0x0800;
      return joins_arabic || (previous != 0 && in_class(previous, virama));
    }
    case 0x06FD:
    case 0x06FE:
    case 0x0F0B:
      return true;
    default:
      break;
  }
  if (c >= 0x0660 && c <= 0x0669) return !any(0x06F0, 0x06F9);
  if (c >= 0x06F0 && c <= 0x06F9) return !any(0x0660, 0x0669);
  return c == '-' || !in_class(c, disallowed);
}

bool is_unicode_label(const std::u32string& label) {
  if (label.empty() || label.front() == '-' || label.back() == '-') return false;
  if (label.size() >= 4 && label[2] == '-' && label[3] == '-') return false;
  if (in_class(label.front(), combining_mark())) return false;
  for (std::size_t i = 0; i < label.size(); ++i) {
    if (!allowed_in_context(label, i)) return false;
  }
  return true;
}

bool is_ascii_label(std::string_view label) {
  if (label.empty() || label.size() > 63 || label.front() == '-' || label.back() == '-') return false;
  if (!std::all_of(label.begin(), label.end(), [](char c) { return is_alnum(c) || c == '-'; })) return false;
  if (label.size() < 4 || label[2] != '-' || label[3] != '-') return true;
  if ((label[0] | 0x20) != 'x' || (label[1] | 0x20) != 'n') return false;  // RFC 5891, section 4.2.3.1
  const auto decoded = punycode(label.substr(4));
  const auto plain = [](char32_t c) { return c < 0x80; };
  return decoded && !std::all_of(decoded->begin(), decoded->end(), plain) && is_unicode_label(*decoded);
}

bool is_label(std::string_view label) {
  if (std::all_of(label.begin(), label.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; })) {
    return is_ascii_label(label);
  }
  std::u32string decoded;
  for (std::string_view rest = label; !rest.empty();) decoded.push_back(next_code_point(rest));
  return label.size() <= 4 * 59 && decoded.size() <= 59 && is_unicode_label(decoded);
}

bool is_atom_char(char c, bool international) {
  return is_alnum(c) || std::string_view("!#$%&'*+-/=?^_`{|}~").find(c) != std::string_view::npos ||
         (international && static_cast<unsigned char>(c) >= 0x80);
}

bool is_local_part(std::string_view local, bool international) {
  if (local.empty() || local.size() > 64) return false;
  if (local.size() >= 2 && local.front() == '"' && local.back() == '"') {
    local = local.substr(1, local.size() - 2);
    for (std::size_t i = 0; i < local.size(); ++i) {
      if (local[i] == '"' || static_cast<unsigned char>(local[i]) < 0x20) return false;
      if (local[i] == '\\' && ++i == local.size()) return false;
    }
    return true;
  }
  const auto atoms = split(local, '.');
  return std::all_of(atoms.begin(), atoms.end(), [international](std::string_view atom) {
    return !atom.empty() &&
           std::all_of(atom.begin(), atom.end(), [=](char c) { return is_atom_char(c, international); });
  });
}

bool is_address(std::string_view text, bool international) {
  const auto at = text.rfind('@');
  if (at == std::string_view::npos || !is_local_part(text.substr(0, at), international)) return false;
  const std::string_view domain = text.substr(at + 1);
  if (domain.size() > 2 && domain.front() == '[' && domain.back() == ']') {
    const std::string_view literal = domain.substr(1, domain.size() - 2);
    return literal.starts_with("IPv6:") ? is_ipv6(literal.substr(5)) : is_ipv4(literal);
  }
  return international ? is_idn_hostname(domain) : is_hostname(domain);
}

}  // namespace

bool is_hostname(std::string_view text) {
  if (text.empty() || text.size() > 253) return false;
  const auto labels = split(text, '.');
  return std::all_of(labels.begin(), labels.end(), is_ascii_label);
}

bool is_idn_hostname(std::string_view text) {
  if (text.empty() || text.size() > 1012 || !is_utf8(text)) return false;
  std::string dotted(text);
  for (const std::string_view stop : {"\u3002", "\uFF0E", "\uFF61"}) {  // RFC 3490, section 3.1
    for (auto at = dotted.find(stop); at != std::string::npos; at = dotted.find(stop))
      dotted.replace(at, stop.size(), ".");
  }
  const auto labels = split(dotted, '.');
  return std::all_of(labels.begin(), labels.end(), is_label);
}

bool is_email(std::string_view text) {
  return is_address(text, false);
}
bool is_idn_email(std::string_view text) {
  return is_utf8(text) && is_address(text, true);
}

bool is_ipv4(std::string_view text) {
  const auto parts = split(text, '.');
  return parts.size() == 4 && std::all_of(parts.begin(), parts.end(), [](std::string_view part) {
           if (part.empty() || part.size() > 3 || (part.size() > 1 && part.front() == '0')) return false;
           int value = 0;
           for (const char c : part) {
             if (!is_digit(c)) return false;
             value = value * 10 + (c - '0');
           }
           return value <= 255;
         });
}

bool is_ipv6(std::string_view text) {
  std::size_t groups = 0;
  bool compressed = false;
  if (text.starts_with("::")) {
    compressed = true;
    text.remove_prefix(2);
    if (text.empty()) return true;
  }
  for (;;) {
    const auto end = std::min(text.find(':'), text.size());
    const std::string_view group = text.substr(0, end);
    if (end == text.size() && group.find('.') != std::string_view::npos) {
      groups += 2;
      return is_ipv4(group) && (compressed ? groups <= 7 : groups == 8);
    }
    if (group.empty() || group.size() > 4 || !std::all_of(group.begin(), group.end(), is_hex)) return false;
    ++groups;
    if (end == text.size()) return compressed ? groups <= 7 : groups == 8;
    text.remove_prefix(end + 1);
    if (text.starts_with(':')) {
      if (compressed) return false;
      compressed = true;
      text.remove_prefix(1);
      if (text.empty()) return groups <= 7;
    }
  }
}

}  // namespace squall::contracts::schema
