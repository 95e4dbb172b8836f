#include "contracts/schema/content.h"

#include <algorithm>

#include "contracts/core/base64.h"
#include "contracts/schema/format.h"

namespace squall::contracts::schema {
namespace {

std::string lower(std::string_view text) {
  std::string copy(text);
  std::transform(copy.begin(), copy.end(), copy.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; });
  return copy;
}

// Digits of `bits` bits each, most significant first; bits left over are padding.
std::optional<std::string> decode_digits(std::string_view text, std::string_view alphabet, unsigned bits) {
  std::string out;
  unsigned held = 0;
  std::uint32_t pending = 0;
  for (const char c : text) {
    const auto digit = alphabet.find(c);
    if (digit == std::string_view::npos) return std::nullopt;
    pending = (pending << bits | static_cast<std::uint32_t>(digit)) & 0xFFFF;
    held += bits;
    if (held < 8) continue;
    held -= 8;
    out.push_back(static_cast<char>(pending >> held & 0xFF));
  }
  return out;
}

std::string_view without_padding(std::string_view text) {
  while (text.ends_with('=')) text.remove_suffix(1);
  return text;
}

constexpr std::string_view kBase64Url = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::string_view kBase32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
constexpr std::string_view kBase16 = "0123456789ABCDEF";

}  // namespace

std::optional<std::string> decode_content(std::string_view encoding, std::string_view text) {
  const std::string name = lower(encoding);
  if (name == "base64") return base64_decode(text);
  if (name == "base64url") {
    return is_base64url(text) ? decode_digits(without_padding(text), kBase64Url, 6) : std::nullopt;
  }
  if (name == "base32") return text.size() % 8 == 0 ? decode_digits(without_padding(text), kBase32, 5) : std::nullopt;
  if (name == "base16") {
    std::string upper(text);
    std::transform(upper.begin(), upper.end(), upper.begin(),
                   [](char c) { return c >= 'a' && c <= 'f' ? static_cast<char>(c - 0x20) : c; });
    return upper.size() % 2 == 0 ? decode_digits(upper, kBase16, 4) : std::nullopt;
  }
  return std::string(text);
}

bool is_json_media_type(std::string_view text) {
  std::string name = lower(text.substr(0, text.find(';')));
  name.erase(std::remove(name.begin(), name.end(), ' '), name.end());
  return name == "application/json" || name == "text/json" || name.ends_with("+json");
}

}  // namespace squall::contracts::schema
