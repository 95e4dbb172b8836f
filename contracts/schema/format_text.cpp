#include <algorithm>

#include "contracts/core/ascii.h"
#include "contracts/core/number.h"
#include "contracts/core/utf8.h"
#include "contracts/schema/format.h"
#include "contracts/schema/pattern.h"

namespace squall::contracts::schema {
namespace {

bool is_base64_char(char c) {
  return is_alphanumeric(c) || c == '+' || c == '/';
}

}  // namespace

bool is_uuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? text[i] != '-' : !is_hex_digit(text[i])) return false;
  }
  return true;
}

bool is_regex(std::string_view text) {
  return Pattern::compile(text, PatternMode::strict).has_value();
}

bool is_base64(std::string_view text) {
  if (text.size() % 4 != 0) return false;
  std::size_t padding = 0;
  while (padding < 2 && padding < text.size() && text[text.size() - 1 - padding] == '=') ++padding;
  for (const char c : text.substr(0, text.size() - padding)) {
    if (!is_base64_char(c)) return false;
  }
  return true;
}

bool is_base64url(std::string_view text) {
  std::size_t padding = 0;
  while (padding < 2 && padding < text.size() && text[text.size() - 1 - padding] == '=') ++padding;
  if (padding > 0 ? text.size() % 4 != 0 : text.size() % 4 == 1) return false;
  text.remove_suffix(padding);
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return c == '-' || c == '_' || (is_base64_char(c) && c != '+' && c != '/'); });
}

bool is_character(std::string_view text) {
  return !text.empty() && utf8_sequence(text) == text.size();
}

bool is_decimal(std::string_view text) {
  return is_json_number(text.starts_with('+') ? text.substr(1) : text);
}

}  // namespace squall::contracts::schema
