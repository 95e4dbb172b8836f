// Values as they stand in HTTP fields: dates and media ranges (RFC 9110), structured fields (RFC 8941).

#include <algorithm>
#include <array>

#include "contracts/core/ascii.h"
#include "contracts/core/number.h"
#include "contracts/schema/format.h"

namespace squall::contracts::schema {
namespace {

// RFC 9110, section 5.6.2.
bool is_token_char(char c) {
  return is_digit(c) || is_letter(c) || std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

// Removes the longest token at the front and returns it.
std::string_view take_token(std::string_view& text) {
  const auto* end = std::find_if_not(text.begin(), text.end(), is_token_char);
  const std::string_view token = text.substr(0, static_cast<std::size_t>(end - text.begin()));
  text.remove_prefix(token.size());
  return token;
}

// Section 5.6.4: the text starts at the opening quote.
bool take_quoted(std::string_view& text) {
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (text[i] == '\\') {
      ++i;
    } else if (text[i] == '"') {
      text.remove_prefix(i + 1);
      return true;
    }
  }
  return false;
}

void skip_space(std::string_view& text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
}

bool are_parameters(std::string_view text) {
  for (;;) {
    skip_space(text);
    if (text.empty()) return true;
    if (text.front() != ';') return false;
    text.remove_prefix(1);
    skip_space(text);
    if (text.empty() || text.front() == ';') continue;
    if (take_token(text).empty() || !text.starts_with('=')) return false;
    text.remove_prefix(1);
    if (text.starts_with('"') ? !take_quoted(text) : take_token(text).empty()) return false;
  }
}

template <std::size_t N>
bool is_one_of(std::string_view text, const std::array<std::string_view, N>& names) {
  return std::find(names.begin(), names.end(), text) != names.end();
}
constexpr std::array<std::string_view, 7> kDays = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
constexpr std::array<std::string_view, 7> kLongDays = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                                       "Friday", "Saturday", "Sunday"};
constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

// 'd' stands for a day's name, 'm' for a month's, '0' for a digit, '_' for a digit or a space, all else for itself.
bool is_shaped(std::string_view text, std::string_view shape) {
  for (std::size_t i = 0; i < shape.size(); ++i) {
    if (text.empty()) return false;
    std::size_t taken = 1;
    bool fits = text.front() == shape[i];
    if (shape[i] == 'd' || shape[i] == 'm') {
      fits = shape[i] == 'd' ? is_one_of(text.substr(0, 3), kDays) : is_one_of(text.substr(0, 3), kMonths);
      taken = 3;
    } else if (shape[i] == '0' || shape[i] == '_') {
      fits = is_digit(text.front()) || (shape[i] == '_' && text.front() == ' ');
    }
    if (!fits) return false;
    text.remove_prefix(taken);
  }
  return text.empty();
}

// "hh:mm:ss", within the day.
bool is_clock(std::string_view text) {
  const auto two = [text](std::size_t at) { return (text[at] - '0') * 10 + (text[at + 1] - '0'); };
  return two(0) < 24 && two(3) < 60 && two(6) <= 60;
}

}  // namespace

// Section 5.6.7: the form in use, and the two that must still be read.
bool is_http_date(std::string_view text) {
  const auto valid_day = [](std::string_view day) { return day > "00" && day <= "31"; };
  if (is_shaped(text, "d, 00 m 0000 00:00:00 GMT")) return valid_day(text.substr(5, 2)) && is_clock(text.substr(17));
  if (is_shaped(text, "d m _0 00:00:00 0000")) return is_clock(text.substr(11));
  const auto comma = text.find(',');
  return comma != std::string_view::npos && is_one_of(text.substr(0, comma), kLongDays) &&
         is_shaped(text.substr(comma), ", 00-m-00 00:00:00 GMT") && valid_day(text.substr(comma + 2, 2)) &&
         is_clock(text.substr(comma + 12));
}

// Section 12.5.1.
bool is_media_range(std::string_view text) {
  const std::string_view type = take_token(text);
  if (type.empty() || !text.starts_with('/')) return false;
  text.remove_prefix(1);
  const std::string_view subtype = take_token(text);
  return !subtype.empty() && (type != "*" || subtype == "*") && are_parameters(text);
}

// RFC 8941, sections 3.3.1 to 3.3.6.
bool is_sf_integer(std::string_view lexeme) {
  const auto value = to_int64(lexeme);
  return value && *value >= -999'999'999'999'999 && *value <= 999'999'999'999'999;
}
bool is_sf_decimal(std::string_view lexeme) {
  return compare(lexeme, "-1e12") > 0 && compare(lexeme, "1e12") < 0 && is_multiple_of(lexeme, "0.001");
}
bool is_sf_string(std::string_view text) {
  const bool printable = std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c < 0x7F; });
  if (!printable || !text.starts_with('"')) return printable;  // the value itself, or as it stands in the field
  return take_quoted(text) && text.empty();
}
bool is_sf_token(std::string_view text) {
  return !text.empty() && (is_letter(text.front()) || text.front() == '*') &&
         std::all_of(text.begin(), text.end(), [](char c) { return is_token_char(c) || c == ':' || c == '/'; });
}
bool is_sf_binary(std::string_view text) {
  if (text.size() >= 2 && text.front() == ':' && text.back() == ':') text = text.substr(1, text.size() - 2);
  return is_base64(text);
}
bool is_sf_boolean(std::string_view text) {
  return text == "?0" || text == "?1";
}

}  // namespace squall::contracts::schema
