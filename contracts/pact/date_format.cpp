#include "contracts/pact/date_format.h"

#include <algorithm>
#include <array>
#include <chrono>

#include "contracts/core/ascii.h"
#include "contracts/http/message.h"

namespace squall::contracts::pact {
namespace {

constexpr std::array<std::string_view, 12> kMonths = {"January",   "February", "March",    "April",
                                                      "May",       "June",     "July",     "August",
                                                      "September", "October",  "November", "December"};
constexpr std::array<std::string_view, 7> kDays = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                   "Thursday", "Friday", "Saturday"};
constexpr std::string_view kLetters = "GyuYMLdDEecaHhKkmsSnzZXxV";
constexpr std::string_view kNumeric = "yuYdDHhKkmsSn";

bool is_numeric(char letter, std::size_t count) {
  return kNumeric.find(letter) != std::string_view::npos || ((letter == 'M' || letter == 'L') && count <= 2);
}

// Takes `least` to `most` digits, of which the first 18 count; -1 when there are fewer.
long take_number(std::string_view& text, std::size_t least, std::size_t most) {
  std::size_t digits = 0;
  long value = 0;
  for (; digits < most && digits < text.size() && is_digit(text[digits]); ++digits) {
    if (digits < 18) value = value * 10 + (text[digits] - '0');
  }
  if (digits < least) return -1;
  text.remove_prefix(digits);
  return value;
}

bool take_word(std::string_view& text, std::string_view word) {
  if (text.size() < word.size() || !http::equal_ignoring_case(text.substr(0, word.size()), word)) return false;
  text.remove_prefix(word.size());
  return true;
}

// The name, or its first three letters: which of them, from 0; -1 when none. The long one is tried first.
template <std::size_t N>
int take_name(std::string_view& text, const std::array<std::string_view, N>& names) {
  for (const bool whole : {true, false}) {
    for (std::size_t i = 0; i < N; ++i) {
      if (take_word(text, whole ? names[i] : names[i].substr(0, 3))) return static_cast<int>(i);
    }
  }
  return -1;
}

bool take_offset(std::string_view& text, bool colon_allowed) {
  if (text.empty() || (text.front() != '+' && text.front() != '-')) return false;
  text.remove_prefix(1);
  const long hours = take_number(text, 2, 2);
  if (hours < 0 || hours > 18) return false;
  if (colon_allowed && text.starts_with(':')) text.remove_prefix(1);
  if (text.size() < 2 || !is_digit(text[0])) return true;
  const long minutes = take_number(text, 2, 2);
  return minutes >= 0 && minutes < 60;
}

bool take_zone_name(std::string_view& text) {
  std::size_t end = 0;
  while (end < text.size() && (is_letter(text[end]) || text[end] == '/' || text[end] == '_')) ++end;
  if (end == 0) return false;
  text.remove_prefix(end);
  return text.empty() || (text.front() != '+' && text.front() != '-') || take_offset(text, true);
}

}  // namespace

struct DateFormat::Parts {
  long year = -1, month = -1, day = -1;
};

DateFormat::DateFormat(std::string_view pattern) {
  const auto literal = [this](char c) {
    if (fields_.empty() || fields_.back().letter != '\0') fields_.emplace_back();
    fields_.back().literal += c;
  };
  for (std::size_t at = 0; at < pattern.size();) {
    const char c = pattern[at];
    if (c == '\'') {
      if (++at < pattern.size() && pattern[at] == '\'') {  // '' outside of quotes
        literal('\'');
        ++at;
        continue;
      }
      for (; at < pattern.size(); ++at) {
        if (pattern[at] == '\'' && (at + 1 >= pattern.size() || pattern[at + 1] != '\'')) break;
        if (pattern[at] == '\'') ++at;  // '' inside of them
        literal(pattern[at]);
      }
      ++at;
    } else if (is_letter(c)) {
      std::size_t count = 1;
      while (at + count < pattern.size() && pattern[at + count] == c) ++count;
      if (kLetters.find(c) == std::string_view::npos) unknown_ += c;
      if (!fields_.empty() && is_numeric(c, count)) fields_.back().before_number = true;
      Field field;
      field.letter = c;
      field.count = count;
      fields_.push_back(std::move(field));
      at += count;
    } else {
      literal(c);
      ++at;
    }
  }
}

bool DateFormat::read(const Field& field, std::string_view& text, Parts& parts) {
  const std::size_t count = field.count;
  const auto within = [&](long low, long high, std::size_t widest) {
    const bool exact = count > 1 || field.before_number;
    const long value = take_number(text, exact ? count : 1, exact ? std::max(count, std::size_t{1}) : widest);
    return value >= low && value <= high;
  };
  switch (field.letter) {
    case '\0':
      return take_word(text, field.literal);
    case 'G':
      return take_word(text, "AD") || take_word(text, "BC") || take_word(text, "Anno Domini");
    case 'y':
    case 'u':
    case 'Y': {
      const bool exact = count == 2 || field.before_number;
      parts.year = take_number(text, count == 1 ? 1 : count, exact ? count : 9);
      if (count == 2) parts.year += 2000;
      return parts.year >= (count == 2 ? 2000 : 0);
    }
    case 'M':
    case 'L':
      if (count > 2) return (parts.month = take_name(text, kMonths) + 1) > 0;
      parts.month = take_number(text, count, 2);
      return parts.month >= 1 && parts.month <= 12;
    case 'd':
      parts.day = take_number(text, count == 1 ? 1 : 2, 2);
      return parts.day >= 1 && parts.day <= 31;
    case 'D':
      return within(1, 366, 3);
    case 'E':
      return take_name(text, kDays) >= 0;
    case 'e':
    case 'c':
      return count > 2 ? take_name(text, kDays) >= 0 : within(1, 7, 1);
    case 'a':
      return take_word(text, "AM") || take_word(text, "PM");
    case 'H':
      return within(0, 23, 2);
    case 'k':
      return within(1, 24, 2);
    case 'K':
      return within(0, 11, 2);
    case 'h':
      return within(1, 12, 2);
    case 'm':
      return within(0, 59, 2);
    case 's':
      return within(0, 60, 2);  // a leap second
    case 'S':
      return take_number(text, field.before_number ? count : 1, field.before_number ? count : 9) >= 0;
    case 'n':
      return take_number(text, 1, 9) >= 0;
    case 'X':
      return take_word(text, "Z") || take_offset(text, count != 2);
    case 'x':
      return take_offset(text, count != 2);
    case 'Z':
      return take_word(text, "Z") || take_word(text, "GMT") ? text.empty() || !is_digit(text.front())
                                                            : take_offset(text, true);
    case 'z':
    case 'V':
      return take_zone_name(text) || take_offset(text, true);
    default:
      return true;
  }
}

bool DateFormat::fits(std::string_view text) const {
  if (!unknown_.empty()) return true;
  Parts parts;
  for (const Field& field : fields_) {
    if (!read(field, text, parts)) return false;
  }
  if (!text.empty()) return false;
  if (parts.month < 0 || parts.day < 0) return true;
  const auto year = std::chrono::year(static_cast<int>(parts.year < 0 ? 2000 : parts.year % 10'000));
  return std::chrono::year_month_day(year, std::chrono::month(static_cast<unsigned>(parts.month)),
                                     std::chrono::day(static_cast<unsigned>(parts.day)))
      .ok();
}

namespace {

std::string padded(long value, std::size_t width) {
  std::string text = std::to_string(value);
  return text.size() < width ? std::string(width - text.size(), '0') + text : text;
}

std::string fraction(std::uint32_t nanoseconds, std::size_t digits) {
  std::string text = padded(static_cast<long>(nanoseconds), 9);
  text.resize(digits, '0');
  return text;
}

}  // namespace

std::string DateFormat::write(const Moment& moment) const {
  using namespace std::chrono;
  const sys_seconds at{seconds(moment.seconds)};
  const sys_days day = floor<days>(at);
  const year_month_day date(day);
  const hh_mm_ss time(at - day);
  const long year = static_cast<int>(date.year());
  const long month = static_cast<unsigned>(date.month());
  const long hour = time.hours().count();
  const auto weekday = std::chrono::weekday(day).c_encoding();
  const sys_days new_year = sys_days(date.year() / January / 1);
  std::string out;
  for (const Field& field : fields_) {
    const std::size_t count = field.count;
    switch (field.letter) {
      case '\0':
        out += field.literal;
        break;
      case 'G':
        out += "AD";
        break;
      case 'y':
      case 'u':
      case 'Y':
        out += count == 2 ? padded(year % 100, 2) : padded(year, count);
        break;
      case 'M':
      case 'L': {
        const std::string_view name = kMonths[static_cast<std::size_t>(month - 1)];
        out += count > 3 ? name : count == 3 ? name.substr(0, 3) : std::string_view{};
        if (count < 3) out += padded(month, count);
        break;
      }
      case 'd':
        out += padded(static_cast<unsigned>(date.day()), count);
        break;
      case 'D':
        out += padded((day - new_year).count() + 1, count);
        break;
      case 'E':
        out += count > 3 ? kDays[weekday] : kDays[weekday].substr(0, 3);
        break;
      case 'e':
      case 'c':
        out += count > 2 ? std::string(kDays[weekday].substr(0, 3)) : padded(weekday == 0 ? 7 : weekday, count);
        break;
      case 'a':
        out += hour < 12 ? "AM" : "PM";
        break;
      case 'H':
        out += padded(hour, count);
        break;
      case 'k':
        out += padded(hour == 0 ? 24 : hour, count);
        break;
      case 'K':
        out += padded(hour % 12, count);
        break;
      case 'h':
        out += padded(hour % 12 == 0 ? 12 : hour % 12, count);
        break;
      case 'm':
        out += padded(time.minutes().count(), count);
        break;
      case 's':
        out += padded(time.seconds().count(), count);
        break;
      case 'S':
        out += fraction(moment.nanoseconds, count);
        break;
      case 'n':
        out += padded(static_cast<long>(moment.nanoseconds), count);
        break;
      case 'X':
        out += "Z";
        break;
      case 'x':
        out += count == 1 ? "+00" : count == 2 ? "+0000" : "+00:00";
        break;
      case 'Z':
        out += "+0000";
        break;
      default:
        out += "UTC";
        break;
    }
  }
  return out;
}

}  // namespace squall::contracts::pact
