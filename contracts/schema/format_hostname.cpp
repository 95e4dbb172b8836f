// Host names: RFC 1123, and IDNA 2008 (RFC 5890 to 5893) for labels beyond ASCII.

#include <algorithm>
#include <string>
#include <vector>

#include "contracts/core/ascii.h"
#include "contracts/core/utf8.h"
#include "contracts/schema/format.h"
#include "contracts/schema/pattern.h"
#include "contracts/schema/punycode.h"

namespace squall::contracts::schema {
namespace {

constexpr std::size_t kLongestName = 253;
constexpr std::size_t kLongestLabel = 63;

std::string utf8(std::u32string_view text) {
  std::string out;
  for (const char32_t c : text) append_utf8(out, c);
  return out;
}

bool matches(std::u32string_view text, const Pattern& pattern) {
  return pattern.search(utf8(text)) == Match::yes;
}
bool is(char32_t c, const Pattern& pattern) {
  return matches({&c, 1}, pattern);
}

// RFC 5892, section 3. Of the code points that normalization would change, the blocks made of them are left out.
bool is_letter(char32_t c) {
  static const Pattern letter = *Pattern::compile(
      "^[-\\u00df\\u03c2\\u06fd\\u06fe\\u0f0b\\u3007]$|"
      "^(?![\\p{Changes_When_Casefolded}\\p{Default_Ignorable_Code_Point}\\u02b0-\\u02b8\\u0640\\u07fa\\u1100-\\u11ff"
      "\\u302e\\u302f\\u3031-\\u3035\\u303b\\u3131-\\u318e\\ua960-\\ua97f\\ud7b0-\\ud7ff\\uf900-\\ufaff\\ufb00-\\ufdff"
      "\\ufe70-\\uffef\\u{1d400}-\\u{1d7ff}\\u{2f800}-\\u{2fa1f}])[\\p{Ll}\\p{Lo}\\p{Lm}\\p{Mn}\\p{Mc}\\p{Nd}]$");
  return is(c, letter);
}

// Code points that some neighbours allow (RFC 5892, appendix A).
bool allowed_in_context(const std::u32string& label, std::size_t i) {
  static const Pattern kana = *Pattern::compile("^[\\p{Hiragana}\\p{Katakana}\\p{Han}]$");
  static const Pattern hebrew = *Pattern::compile("^\\p{Hebrew}$");
  static const Pattern greek = *Pattern::compile("^\\p{Greek}$");
  static const Pattern virama = *Pattern::compile("^\\p{Grapheme_Link}$");
  static const Pattern joining = *Pattern::compile("^[\\u0620-\\u07ff\\u0840-\\u08ff\\u1800-\\u18af]$");
  const char32_t c = label[i];
  const char32_t previous = i > 0 ? label[i - 1] : U' ';
  const char32_t next = i + 1 < label.size() ? label[i + 1] : U' ';
  const auto any = [&label](char32_t low, char32_t high) {
    return std::any_of(label.begin(), label.end(), [=](char32_t x) { return x >= low && x <= high; });
  };
  switch (c) {
    case 0x00B7:
      return previous == 'l' && next == 'l';
    case 0x0375:
      return is(next, greek);
    case 0x05F3:
    case 0x05F4:
      return is(previous, hebrew);
    case 0x30FB:
      return std::any_of(label.begin(), label.end(), [](char32_t x) { return x != 0x30FB && is(x, kana); });
    case 0x200C:
      return is(previous, virama) || (is(previous, joining) && is(next, joining));
    case 0x200D:
      return is(previous, virama);
    default:
      break;
  }
  if (c >= 0x0660 && c <= 0x0669) return !any(0x06F0, 0x06F9);
  if (c >= 0x06F0 && c <= 0x06F9) return !any(0x0660, 0x0669);
  return is_letter(c);
}

bool is_plain(std::u32string_view label) {
  return std::all_of(label.begin(), label.end(), [](char32_t c) { return c < 0x80; });
}
std::size_t ascii_length(const std::u32string& label) {
  return is_plain(label) ? label.size() : punycode_encode(label).size() + 4;
}

// RFC 5891, section 4.2, without what needs the other labels.
bool is_unicode_label(const std::u32string& label) {
  static const Pattern combining_mark = *Pattern::compile("^\\p{M}$");
  if (label.empty() || label.front() == '-' || label.back() == '-') return false;
  if (label.size() >= 4 && label[2] == '-' && label[3] == '-') return false;
  if (is(label.front(), combining_mark)) return false;
  if (label.size() > kLongestLabel || ascii_length(label) > kLongestLabel) return false;
  for (std::size_t i = 0; i < label.size(); ++i) {
    if (!allowed_in_context(label, i)) return false;
  }
  return true;
}

// Adds the label as it reads, decoded. False when it may not stand in a host name.
bool read_ascii_label(std::string_view label, std::vector<std::u32string>& labels) {
  if (label.empty() || label.size() > kLongestLabel || label.front() == '-' || label.back() == '-') return false;
  if (!std::all_of(label.begin(), label.end(), [](char c) { return is_alphanumeric(c) || c == '-'; })) return false;
  const bool encoded =
      label.size() >= 4 && (label[0] | 0x20) == 'x' && (label[1] | 0x20) == 'n' && label[2] == '-' && label[3] == '-';
  if (!encoded) {
    labels.emplace_back(label.begin(), label.end());
    return true;
  }
  std::string lower(label.substr(4));
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; });
  const auto decoded = punycode_decode(lower);
  if (!decoded || is_plain(*decoded) || punycode_encode(*decoded) != lower || !is_unicode_label(*decoded)) return false;
  labels.push_back(*decoded);
  return true;
}

// RFC 5893, section 2: once one label is written from right to left, all labels keep to these rules.
bool keeps_bidi_rule(const std::vector<std::u32string>& labels) {
  static const Pattern right_to_left = *Pattern::compile("[\\p{BidiR}\\p{BidiAL}\\p{BidiAN}]");
  static const Pattern sound = *Pattern::compile(
      "^(?=[\\p{BidiR}\\p{BidiAL}])(?!.*\\p{BidiEN}.*\\p{BidiAN})(?!.*\\p{BidiAN}.*\\p{BidiEN})"
      "[\\p{BidiR}\\p{BidiAL}\\p{BidiAN}\\p{BidiEN}\\p{BidiES}\\p{BidiCS}\\p{BidiET}\\p{BidiON}\\p{BidiBN}\\p{BidiNSM}]"
      "*"
      "[\\p{BidiR}\\p{BidiAL}\\p{BidiAN}\\p{BidiEN}]\\p{BidiNSM}*$|"
      "^(?=\\p{BidiL})[\\p{BidiL}\\p{BidiEN}\\p{BidiES}\\p{BidiCS}\\p{BidiET}\\p{BidiON}\\p{BidiBN}\\p{BidiNSM}]*"
      "[\\p{BidiL}\\p{BidiEN}]\\p{BidiNSM}*$");
  const bool bidi = std::any_of(labels.begin(), labels.end(),
                                [](const std::u32string& label) { return matches(label, right_to_left); });
  return !bidi ||
         std::all_of(labels.begin(), labels.end(), [](const std::u32string& label) { return matches(label, sound); });
}

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

bool read_unicode_label(std::string_view label, std::vector<std::u32string>& labels) {
  if (is_ascii(label)) return read_ascii_label(label, labels);
  std::u32string decoded;
  for (std::string_view rest = label; !rest.empty();) decoded.push_back(next_code_point(rest));
  if (!is_unicode_label(decoded)) return false;
  labels.push_back(std::move(decoded));
  return true;
}

}  // namespace

bool is_hostname(std::string_view text) {
  if (text.empty() || text.size() > kLongestName) return false;
  // Nearly all names need no decoding.
  std::size_t start = 0;
  bool encoded = false;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    if (i < text.size() && text[i] != '.') {
      if (!is_alphanumeric(text[i]) && text[i] != '-') return false;
      continue;
    }
    if (i == start || i - start > kLongestLabel || text[start] == '-' || text[i - 1] == '-') return false;
    encoded = encoded || (i - start >= 4 && text.substr(start + 2, 2) == "--");
    start = i + 1;
  }
  return !encoded || is_idn_hostname(text);
}

bool is_idn_hostname(std::string_view text) {
  if (text.empty() || text.size() > 4 * kLongestName || !is_utf8(text)) return false;
  std::string dotted(text);
  for (const std::string_view stop : {"\u3002", "\uFF0E", "\uFF61"}) {  // RFC 3490, section 3.1
    for (auto at = dotted.find(stop); at != std::string::npos; at = dotted.find(stop))
      dotted.replace(at, stop.size(), ".");
  }
  std::vector<std::u32string> labels;
  std::size_t length = 0;
  for (std::string_view rest = dotted;;) {
    const auto end = rest.find('.');
    if (!read_unicode_label(rest.substr(0, end), labels)) return false;
    length += ascii_length(labels.back()) + 1;
    if (end == std::string_view::npos) break;
    rest.remove_prefix(end + 1);
  }
  return length - 1 <= kLongestName && keeps_bidi_rule(labels);
}

}  // namespace squall::contracts::schema
