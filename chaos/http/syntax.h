#pragma once
// Characters of HTTP/1.x (RFC 9110, section 5.6; RFC 9112, section 2).

#include <cstdint>
#include <optional>
#include <string_view>

namespace squall::chaos::http {

inline bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
inline bool is_blank(char c) {
  return c == ' ' || c == '\t';
}
int hex_value(char c);                         // -1 when it is none
bool is_token(std::string_view text);          // not empty
bool is_field_value(std::string_view text);    // visible, blank, tab or beyond ASCII
bool is_target(std::string_view text);         // visible or beyond ASCII: providers may judge those
std::string_view trim(std::string_view text);  // blanks and tabs at both ends
std::optional<std::uint64_t> parse_decimal(std::string_view text);  // digits only, at most 18

}  // namespace squall::chaos::http
