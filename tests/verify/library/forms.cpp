#include "tests/verify/library/forms.h"

#include <algorithm>
#include <charconv>
#include <ctime>

#include "tests/verify/library/bugs.h"
#include "tests/verify/library/rules.h"

namespace library {

namespace {

bool digit(char c) {
  return c >= '0' && c <= '9';
}
bool lower(char c) {
  return c >= 'a' && c <= 'z';
}
bool upper(char c) {
  return c >= 'A' && c <= 'Z';
}
bool hexadecimal(char c) {
  return digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

template <typename Kind>
bool all(std::string_view text, std::size_t at_least, std::size_t at_most, Kind kind) {
  return text.size() >= at_least && text.size() <= at_most && std::all_of(text.begin(), text.end(), kind);
}

// '0' stands for a digit, 'A' for a capital, 'x' for a hexadecimal digit, anything else for itself.
bool like(std::string_view text, std::string_view picture) {
  return text.size() == picture.size() && std::equal(text.begin(), text.end(), picture.begin(), [](char c, char p) {
           if (p == '0') return digit(c);
           if (p == 'A') return upper(c);
           return p == 'x' ? hexadecimal(c) : c == p;
         });
}

int number(std::string_view text) {
  int value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

int days_in(int year, int month) {
  static constexpr int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return month == 2 && leap ? 29 : days[month - 1];
}

bool is_offset(std::string_view text) {
  if (text == "Z" || text == "z") return true;
  return (like(text, "+00:00") || like(text, "-00:00")) && number(text.substr(1, 2)) <= 23 &&
         number(text.substr(4, 2)) <= 59;
}

int offset_minutes(std::string_view text) {
  if (text.size() == 1) return 0;
  const int minutes = number(text.substr(1, 2)) * 60 + number(text.substr(4, 2));
  return text.front() == '-' ? -minutes : minutes;
}

// Where the offset begins: behind the seconds and their fraction.
std::size_t offset_at(std::string_view text) {
  std::size_t at = 19;
  if (at < text.size() && text[at] == '.') {
    do ++at;
    while (at < text.size() && digit(text[at]));
  }
  return at;
}

std::string printed(std::int64_t seconds, const char* format) {
  const std::time_t time = seconds;
  std::tm parts{};
  gmtime_r(&time, &parts);
  char buffer[40];
  return std::string(buffer, std::strftime(buffer, sizeof buffer, format, &parts));
}

}  // namespace

bool is_uuid(std::string_view text) {
  return like(text, "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx");
}

bool is_date(std::string_view text) {
  if (!like(text, "0000-00-00")) return false;
  const int year = number(text.substr(0, 4)), month = number(text.substr(5, 2)), day = number(text.substr(8, 2));
  return month >= 1 && month <= 12 && day >= 1 && day <= days_in(year, month);
}

bool is_date_time(std::string_view text) {
  if (text.size() < 20 || !is_date(text.substr(0, 10)) || (text[10] != 'T' && text[10] != 't')) return false;
  if (!like(text.substr(11, 8), "00:00:00")) return false;
  const int hour = number(text.substr(11, 2)), minute = number(text.substr(14, 2)), second = number(text.substr(17, 2));
  if (hour > 23 || minute > 59 || second > 60) return false;
  const std::size_t at = offset_at(text);
  return at != 20 && at < text.size() && is_offset(text.substr(at));
}

bool is_email(std::string_view text) {
  const auto at = text.rfind('@');
  return code_points(text) <= 100 && at != std::string_view::npos && at > 0 && at + 1 < text.size();
}

bool is_isbn(std::string_view text) {
  if (planted("isbn-unanchored") && text.size() > 13) return is_isbn(text.substr(0, 13));
  return like(text, "9780000000000") || like(text, "9790000000000");
}

bool is_tag(std::string_view text) {
  return !text.empty() && lower(text[0]) && all(text, 1, 20, [](char c) { return lower(c) || c == '-'; });
}

bool is_language(std::string_view text) {
  return all(text.substr(0, 2), 2, 2, lower) && (text.size() == 2 || like(text.substr(2), "-AA"));
}

bool is_postcode(std::string_view text) {
  return like(text, "00000");
}

bool is_phone(std::string_view text) {
  return text.size() > 1 && text[0] == '+' && text[1] != '0' && all(text.substr(1), 7, 15, digit);
}

bool is_card(std::string_view text) {
  return all(text, 16, 16, digit);
}

bool is_country(std::string_view text) {
  return like(text, "AA");
}

bool is_voucher(std::string_view text) {
  return like(text, "AAAA-0000");
}

bool is_cursor(std::string_view text) {
  return text.starts_with('c') && all(text.substr(1), 1, 9, digit);
}

bool is_loan_id(std::string_view text) {
  return text.starts_with("loan-") && all(text.substr(5), 6, 10, digit);
}

bool is_request_id(std::string_view text) {
  return all(text, 8, 36, [](char c) { return lower(c) || digit(c) || c == '-'; });
}

bool is_entity_tag(std::string_view text) {
  const auto inside = [](char c) { return lower(c) || upper(c) || digit(c) || c == '-'; };
  return text.size() > 2 && text.front() == '"' && text.back() == '"' &&
         all(text.substr(1, text.size() - 2), 1, 20, inside);
}

std::optional<std::int64_t> read_integer(std::string_view text) {
  const std::string_view digits = text.starts_with('-') ? text.substr(1) : text;
  if (digits.size() > 1 && digits.front() == '0') return std::nullopt;
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || text.empty()) return std::nullopt;
  return value;
}

std::int64_t seconds_of(std::string_view date_time) {
  std::tm parts{};
  parts.tm_year = number(date_time.substr(0, 4)) - 1900;
  parts.tm_mon = number(date_time.substr(5, 2)) - 1;
  parts.tm_mday = number(date_time.substr(8, 2));
  parts.tm_hour = number(date_time.substr(11, 2));
  parts.tm_min = number(date_time.substr(14, 2));
  parts.tm_sec = number(date_time.substr(17, 2));
  return timegm(&parts) - 60 * std::int64_t{offset_minutes(date_time.substr(offset_at(date_time)))};
}

std::string date_time_of(std::int64_t seconds) {
  return printed(seconds, "%Y-%m-%dT%H:%M:%SZ");
}

std::string date_of(std::int64_t seconds) {
  return printed(seconds, "%Y-%m-%d");
}

}  // namespace library
