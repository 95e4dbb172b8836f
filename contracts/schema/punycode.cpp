#include "contracts/schema/punycode.h"

#include <algorithm>
#include <cstdint>

#include "contracts/core/ascii.h"

namespace squall::contracts::schema {
namespace {

// RFC 3492, section 5.
constexpr std::uint64_t kBase = 36, kLow = 1, kHigh = 26, kSkew = 38, kDamp = 700, kFirstBias = 72, kFirstCode = 128;
constexpr std::uint64_t kMost = 0x7FFFFFFF;

std::optional<std::uint64_t> digit_of(char c) {
  if (is_digit(c)) return static_cast<std::uint64_t>(c - '0') + 26;
  const char lower = static_cast<char>(c | 0x20);
  if (lower < 'a' || lower > 'z') return std::nullopt;
  return static_cast<std::uint64_t>(lower - 'a');
}
char char_of(std::uint64_t digit) {
  return static_cast<char>(digit < 26 ? 'a' + digit : '0' + (digit - 26));
}

std::uint64_t threshold(std::uint64_t k, std::uint64_t bias) {
  return k <= bias ? kLow : std::min(k - bias, kHigh);
}

// Section 6.1.
std::uint64_t adapt(std::uint64_t delta, std::uint64_t length, bool first) {
  delta = first ? delta / kDamp : delta / 2;
  delta += delta / length;
  std::uint64_t k = 0;
  for (; delta > (kBase - kLow) * kHigh / 2; k += kBase) delta /= kBase - kLow;
  return k + (kBase - kLow + 1) * delta / (delta + kSkew);
}

}  // namespace

std::optional<std::u32string> punycode_decode(std::string_view text) {
  std::u32string out;
  if (const auto dash = text.rfind('-'); dash != std::string_view::npos) {
    for (const char c : text.substr(0, dash)) out.push_back(static_cast<unsigned char>(c));
    text.remove_prefix(dash + 1);
  }
  if (text.empty()) return std::nullopt;
  std::uint64_t n = kFirstCode, i = 0, bias = kFirstBias;
  while (!text.empty()) {
    const std::uint64_t before = i;
    std::uint64_t weight = 1;
    for (std::uint64_t k = kBase;; k += kBase) {
      const auto digit = text.empty() ? std::nullopt : digit_of(text.front());
      if (!digit) return std::nullopt;
      text.remove_prefix(1);
      i += *digit * weight;
      if (i > kMost || weight > kMost) return std::nullopt;
      const std::uint64_t t = threshold(k, bias);
      if (*digit < t) break;
      weight *= kBase - t;
    }
    const std::uint64_t length = out.size() + 1;
    bias = adapt(i - before, length, before == 0);
    n += i / length;
    i %= length;
    if (n > 0x10FFFF || (n >= 0xD800 && n < 0xE000)) return std::nullopt;
    out.insert(out.begin() + static_cast<std::ptrdiff_t>(i), static_cast<char32_t>(n));
    ++i;
  }
  return out;
}

std::string punycode_encode(std::u32string_view label) {
  std::string out;
  for (const char32_t c : label) {
    if (c < kFirstCode) out.push_back(static_cast<char>(c));
  }
  const std::uint64_t plain = out.size();
  if (plain > 0) out.push_back('-');
  std::uint64_t delta = 0, bias = kFirstBias, n = kFirstCode;
  for (std::uint64_t written = plain; written < label.size(); ++n, ++delta) {
    std::uint64_t next = UINT64_MAX;
    for (const char32_t c : label) {
      if (c >= n) next = std::min<std::uint64_t>(next, c);
    }
    delta += (next - n) * (written + 1);
    n = next;
    for (const char32_t c : label) {
      if (c < n) ++delta;
      if (c != n) continue;
      std::uint64_t q = delta;
      for (std::uint64_t k = kBase;; k += kBase) {
        const std::uint64_t t = threshold(k, bias);
        if (q < t) break;
        out.push_back(char_of(t + (q - t) % (kBase - t)));
        q = (q - t) / (kBase - t);
      }
      out.push_back(char_of(q));
      bias = adapt(delta, written + 1, written == plain);
      delta = 0;
      ++written;
    }
  }
  return out;
}

}  // namespace squall::contracts::schema
