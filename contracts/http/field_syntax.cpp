#include "contracts/http/field_syntax.h"

#include <algorithm>
#include <array>

#include "contracts/core/ascii.h"

namespace squall::contracts::http {
namespace {

// Does the text look like the pattern? 0: a digit, everything else as it is.
bool looks_like(std::string_view text, std::string_view pattern) {
  return text.size() == pattern.size() &&
         std::equal(text.begin(), text.end(), pattern.begin(),
                    [](char c, char wanted) { return wanted == '0' ? is_digit(c) : c == wanted; });
}

int number(std::string_view digits) {
  int value = 0;
  for (const char c : digits) value = value * 10 + (c - '0');
  return value;
}

constexpr std::array<std::string_view, 7> days = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
constexpr std::array<std::string_view, 7> long_days = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                                       "Friday", "Saturday", "Sunday"};
constexpr std::array<std::string_view, 12> months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

template <std::size_t N>
bool is_one_of(std::string_view text, const std::array<std::string_view, N>& names) {
  return std::find(names.begin(), names.end(), text) != names.end();
}

bool is_time(std::string_view text) {  // 23:59:60 is a leap second
  return looks_like(text, "00:00:00") && number(text.substr(0, 2)) < 24 && number(text.substr(3, 2)) < 60 &&
         number(text.substr(6, 2)) <= 60;
}

bool is_day(std::string_view text) {
  return looks_like(text, "00") && number(text) >= 1 && number(text) <= 31;
}

bool is_uri_char(char c) {
  return is_letter(c) || is_digit(c) || std::string_view("-._~:/?#[]@!$&'()*+,;=%").find(c) != std::string_view::npos;
}

}  // namespace

bool is_token(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return is_letter(c) || is_digit(c) || std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
  });
}

bool is_field_value(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte >= 0x20 && byte != 0x7f) || byte == '\t';
  });
}

bool is_imf_fixdate(std::string_view text) {  // Sun, 06 Nov 1994 08:49:37 GMT
  return text.size() == 29 && is_one_of(text.substr(0, 3), days) && text.substr(3, 2) == ", " &&
         is_day(text.substr(5, 2)) && text[7] == ' ' && is_one_of(text.substr(8, 3), months) && text[11] == ' ' &&
         looks_like(text.substr(12, 4), "0000") && text[16] == ' ' && is_time(text.substr(17, 8)) &&
         text.substr(25) == " GMT";
}

bool is_obsolete_date(std::string_view text) {
  if (text.size() == 24 && is_one_of(text.substr(0, 3), days)) {  // Sun Nov  6 08:49:37 1994
    const std::string_view day = text.substr(8, 2);
    return text[3] == ' ' && is_one_of(text.substr(4, 3), months) && text[7] == ' ' &&
           (is_day(day) || (day[0] == ' ' && day[1] >= '1' && day[1] <= '9')) && text[10] == ' ' &&
           is_time(text.substr(11, 8)) && text[19] == ' ' && looks_like(text.substr(20), "0000");
  }
  const auto comma = text.find(", ");  // Sunday, 06-Nov-94 08:49:37 GMT
  if (comma == std::string_view::npos || !is_one_of(text.substr(0, comma), long_days)) return false;
  const std::string_view rest = text.substr(comma + 2);
  return rest.size() == 22 && is_day(rest.substr(0, 2)) && rest[2] == '-' && is_one_of(rest.substr(3, 3), months) &&
         rest[6] == '-' && looks_like(rest.substr(7, 2), "00") && rest[9] == ' ' && is_time(rest.substr(10, 8)) &&
         rest.substr(18) == " GMT";
}

bool is_entity_tag(std::string_view text) {
  if (text.starts_with("W/")) text.remove_prefix(2);
  if (text.size() < 2 || text.front() != '"' || text.back() != '"') return false;
  text = text.substr(1, text.size() - 2);
  return std::all_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0x21 && byte != 0x22 && byte != 0x7f;
  });
}

bool is_uri_reference(std::string_view text) {
  if (text.empty() || !std::all_of(text.begin(), text.end(), is_uri_char)) return false;
  if (std::count(text.begin(), text.end(), '#') > 1) return false;
  for (auto at = text.find('%'); at != std::string_view::npos; at = text.find('%', at + 1)) {
    if (at + 2 >= text.size() || !is_hex_digit(text[at + 1]) || !is_hex_digit(text[at + 2])) return false;
  }
  const std::string_view first = text.substr(0, text.find_first_of("/?#"));
  const auto colon = first.find(':');
  if (colon == std::string_view::npos) return true;
  const std::string_view scheme = first.substr(0, colon);  // section 4.2: the first segment of a path has no colon
  return !scheme.empty() && is_letter(scheme.front()) && std::all_of(scheme.begin(), scheme.end(), [](char c) {
    return is_letter(c) || is_digit(c) || c == '+' || c == '-' || c == '.';
  });
}

bool is_content_range(std::string_view text) {
  const auto space = text.find(' ');
  if (space == std::string_view::npos || !is_token(text.substr(0, space))) return false;
  if (text.substr(0, space) != "bytes") return true;  // another unit's ranges are its own business
  const std::string_view range = text.substr(space + 1);
  const auto slash = range.find('/');
  if (slash == std::string_view::npos) return false;
  const std::string_view part = range.substr(0, slash);
  const std::string_view size = range.substr(slash + 1);
  if (part == "*") return is_digits(size);
  const auto dash = part.find('-');
  return dash != std::string_view::npos && is_digits(part.substr(0, dash)) && is_digits(part.substr(dash + 1)) &&
         (size == "*" || is_digits(size));
}

bool is_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

std::vector<std::string_view> list_members(std::string_view text) {
  std::vector<std::string_view> members;
  bool quoted = false;
  std::size_t begin = 0;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    if (i < text.size() && quoted && text[i] == '\\') {
      ++i;
      continue;
    }
    if (i < text.size() && text[i] == '"') quoted = !quoted;
    if (i < text.size() && (text[i] != ',' || quoted)) continue;
    const std::string_view member = trimmed(text.substr(begin, std::min(i, text.size()) - begin));
    if (!member.empty()) members.push_back(member);
    begin = i + 1;
  }
  return members;
}

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

}  // namespace squall::contracts::http
