#include "contracts/core/number.h"
#include "contracts/schema/format.h"
#include "contracts/schema/pattern.h"

namespace squall::contracts::schema {
namespace {

bool is_hex(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}
bool is_base64_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '+' || c == '/';
}

}  // namespace

bool is_uuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? text[i] != '-' : !is_hex(text[i])) return false;
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

bool is_int32(std::string_view lexeme) {
  const auto value = to_int64(lexeme);
  return value && *value >= INT32_MIN && *value <= INT32_MAX;
}

bool is_int64(std::string_view lexeme) {
  return to_int64(lexeme).has_value();
}

}  // namespace squall::contracts::schema
