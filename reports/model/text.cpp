#include "reports/model/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "contracts/core/utf8.h"

namespace squall::reports {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";
constexpr std::string_view ellipsis = "\xE2\x80\xA6";

struct Decoded {
  char32_t point = 0;
  std::size_t length = 0;  // 0: the byte at that place does not begin a well-formed character
};

Decoded decode(std::string_view text, std::size_t at) {
  std::string_view rest = text.substr(at);
  const std::size_t length = contracts::utf8_sequence(rest);
  return length == 0 ? Decoded{} : Decoded{contracts::next_code_point(rest), length};
}

bool is_misleading(char32_t point) {
  const bool c1 = point >= 0x80 && point <= 0x9F;
  const bool bidirectional = (point >= 0x202A && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069);
  const bool noncharacter = (point & 0xFFFEu) == 0xFFFEu || (point >= 0xFDD0 && point <= 0xFDEF);
  return c1 || bidirectional || noncharacter;
}

// The picture of a C0 control or DEL: U+2400 + c, U+2421.
void append_picture(std::string& out, char32_t point) {
  out += "\xE2\x90";
  out += static_cast<char>(0x80 + (point == 0x7F ? 0x21 : point));
}

void append_tidy(std::string& out, std::string_view text, std::size_t at, const Decoded& decoded) {
  if (decoded.length == 0 || is_misleading(decoded.point)) {
    out += replacement;
  } else if ((decoded.point < 0x20 && decoded.point != '\n' && decoded.point != '\t') || decoded.point == 0x7F) {
    append_picture(out, decoded.point);
  } else {
    out += text.substr(at, decoded.length);
  }
}

std::string length_note(std::size_t bytes) {
  return fmt::format("{} ({} bytes)", ellipsis, grouped(bytes));
}

}  // namespace

std::string bounded(std::string_view text, std::size_t max_bytes) {
  if (text.size() <= max_bytes) return std::string(text);
  std::size_t end = max_bytes;
  while (end > 0 && (static_cast<std::uint8_t>(text[end]) & 0xC0u) == 0x80u) --end;
  return std::string(text.substr(0, end)) + length_note(text.size());
}

std::string tidy(std::string_view text, std::size_t max_bytes) {
  std::string out;
  out.reserve(std::min(text.size(), max_bytes) + 32);
  for (std::size_t at = 0; at < text.size();) {
    const auto decoded = decode(text, at);
    const std::size_t length = decoded.length == 0 ? 1 : decoded.length;
    if (at + length > max_bytes) return out + length_note(text.size());
    const bool before_line_feed = decoded.point == '\r' && at + 1 < text.size() && text[at + 1] == '\n';
    if (!before_line_feed) append_tidy(out, text, at, decoded);
    at += length;
  }
  return out;
}

std::string one_line(std::string_view text, std::size_t max_bytes) {
  std::string out = tidy(text, max_bytes);
  for (char& c : out) {
    if (c == '\n' || c == '\t') c = ' ';
  }
  return out;
}

std::string_view entity_of(char c) {
  switch (c) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '"':
      return "&quot;";
    case '\'':
      return "&#39;";
    default:
      return {};
  }
}

std::string grouped(unsigned long long number) {
  std::string digits = std::to_string(number);
  for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, ",");
  return digits;
}

std::string compact(double number) {
  if (!std::isfinite(number)) return "?";
  std::string text = fmt::format("{:.{}f}", number, std::fabs(number) >= 100 ? 0 : std::fabs(number) >= 10 ? 1 : 3);
  if (text.find('.') == std::string::npos) return text;
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text == "-0" ? "0" : text;
}

std::string spoken_ms(double ms) {
  if (!std::isfinite(ms)) return "?";
  if (ms < 1000) return compact(ms >= 10 ? std::round(ms) : std::round(ms * 10) / 10) + " ms";
  const auto tenths = std::round(ms / 100);
  if (tenths < 600) return compact(tenths / 10) + " s";
  const auto seconds = static_cast<unsigned long long>(std::round(ms / 1000));
  if (seconds < 3600) return fmt::format("{} min {:02} s", seconds / 60, seconds % 60);
  return fmt::format("{} h {:02} min", seconds / 3600, seconds / 60 % 60);
}

std::string exact_ms(double ms) {
  if (!std::isfinite(ms) || ms < 10 || ms >= 60'000) return spoken_ms(ms);
  return grouped(static_cast<unsigned long long>(std::llround(ms))) + " ms";
}

std::string counted(unsigned long long number, std::string_view noun) {
  return grouped(number) + ' ' + std::string(noun) + (number == 1 ? "" : "s");
}

std::string listed(const std::map<std::string, std::uint64_t>& counts) {
  std::string text;
  for (const auto& [what, number] : counts) text += (text.empty() ? "" : ", ") + grouped(number) + ' ' + what;
  return text;
}

std::size_t columns(std::string_view text) {
  std::size_t count = 0;
  for (const char c : text) count += (static_cast<std::uint8_t>(c) & 0xC0u) != 0x80u;
  return count;
}

std::string fitted(std::string_view text, std::size_t max_columns) {
  if (columns(text) <= max_columns) return std::string(text);
  if (max_columns == 0) return {};
  std::size_t end = 0;
  for (std::size_t used = 0; end < text.size(); ++end) {
    const bool begins = (static_cast<std::uint8_t>(text[end]) & 0xC0u) != 0x80u;
    if (begins && ++used == max_columns) break;
  }
  return std::string(text.substr(0, end)) + std::string(ellipsis);
}

std::vector<std::string> wrapped(std::string_view text, std::size_t max_columns) {
  std::vector<std::string> lines;
  std::size_t used = 0;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    const std::size_t width = columns(word);
    if (width == 0) continue;
    if (lines.empty() || used + 1 + width > max_columns) {
      lines.emplace_back(word);
      used = width;
    } else {
      lines.back().append(" ").append(word);
      used += 1 + width;
    }
  }
  return lines;
}

}  // namespace squall::reports
