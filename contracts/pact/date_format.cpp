#include "contracts/pact/date_format.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <utility>

#include "contracts/core/ascii.h"
#include "contracts/http/message.h"
#include "contracts/pact/date_names.h"

namespace squall::contracts::pact {
namespace {

constexpr std::string_view kLetters = "GyuYMLQqwWdDFEecaBHhKkmsSAnNzZXxVvOp";
constexpr std::string_view kNumeric = "yuYwWdDFHhKkmsSAnN";
constexpr std::string_view kNumericIfShort = "MLQqec";  // one or two of them; more are names

bool is_numeric(char letter, std::size_t count) {
  return kNumeric.find(letter) != std::string_view::npos ||
         (count <= 2 && kNumericIfShort.find(letter) != std::string_view::npos);
}

// What a number may be, and its digits at most where the pattern has one letter.
struct Range {
  char letter;
  long low, high;
  std::size_t widest;
};
constexpr std::array kRanges = {
    Range{'Q', 1, 4, 1},  Range{'q', 1, 4, 1},  Range{'w', 1, 53, 2}, Range{'W', 0, 6, 1},  Range{'D', 1, 366, 3},
    Range{'F', 1, 5, 1},  Range{'e', 1, 7, 1},  Range{'c', 1, 7, 1},  Range{'H', 0, 23, 2}, Range{'k', 1, 24, 2},
    Range{'K', 0, 11, 2}, Range{'h', 1, 12, 2}, Range{'m', 0, 59, 2}, Range{'s', 0, 60, 2},  // a leap second
};
constexpr std::array kLongRanges = {
    // of as many digits as it takes, however many letters
    Range{'A', 0, 86'399'999, 8},
    Range{'N', 0, 86'399'999'999'999, 14},
    Range{'n', 0, 999'999'999, 9},
};

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

bool take_in_range(std::string_view& text, char letter, std::size_t count, bool before_number) {
  const auto is_it = [letter](const Range& range) { return range.letter == letter; };
  long value = -1;
  const Range* range = std::find_if(kRanges.begin(), kRanges.end(), is_it);
  if (range != kRanges.end()) {
    const bool exact = count > 1 || before_number;
    value = take_number(text, count, exact ? count : range->widest);
  } else {
    range = std::find_if(kLongRanges.begin(), kLongRanges.end(), is_it);
    if (range == kLongRanges.end()) return false;
    value = take_number(text, count, before_number ? count : std::max(count, range->widest));
  }
  return value >= range->low && value <= range->high;
}

bool take_word(std::string_view& text, std::string_view word) {
  if (text.size() < word.size() || !http::equal_ignoring_case(text.substr(0, word.size()), word)) return false;
  text.remove_prefix(word.size());
  return true;
}

// Which of the words, from 0; -1 when none. None of them begins another.
template <std::size_t N>
int take_one_of(std::string_view& text, const std::array<std::string_view, N>& words) {
  for (std::size_t i = 0; i < N; ++i) {
    if (take_word(text, words[i])) return static_cast<int>(i);
  }
  return -1;
}

// The name as that many letters write it: whole, its first three letters, its first.
template <std::size_t N>
int take_name(std::string_view& text, std::array<std::string_view, N> names, std::size_t count) {
  for (std::string_view& name : names) name = name.substr(0, name_length(count, name));
  return take_one_of(text, names);
}

bool take_sign(std::string_view& text) {
  return take_word(text, "+") || take_word(text, "-");
}

bool take_hours(std::string_view& text, std::size_t least) {
  const long hours = take_number(text, least, 2);
  return hours >= 0 && hours <= 18;
}

bool take_sixtieth(std::string_view& text, bool colon) {
  std::string_view rest = text;
  if (colon && !take_word(rest, ":")) return false;
  const long value = take_number(rest, 2, 2);
  if (value < 0 || value > 59) return false;
  text = rest;
  return true;
}

// X and x: +hh[mm], +hhmm, +hh:mm, +hhmm[ss], +hh:mm[:ss] by their count.
bool take_iso_offset(std::string_view& text, std::size_t count) {
  if (!take_sign(text) || !take_hours(text, 2)) return false;
  const bool colon = count == 3 || count == 5;
  if (!take_sixtieth(text, colon)) return count == 1;
  if (count > 3) take_sixtieth(text, colon);
  return true;
}

// +hh, +hhmm or +hh:mm: how zones are written where the pattern does not say.
bool take_any_offset(std::string_view& text) {
  if (!take_sign(text) || !take_hours(text, 2)) return false;
  return take_sixtieth(text, true) || take_sixtieth(text, false) || text.empty() || !is_digit(text.front());
}

// O: GMT, GMT+8, GMT+8:30; OOOO: GMT+08:30.
bool take_gmt_offset(std::string_view& text, bool full) {
  if (!take_word(text, "GMT")) return false;
  if (!take_sign(text)) return true;
  return take_hours(text, full ? 2 : 1) && (take_sixtieth(text, true) || !full);
}

bool take_zone_name(std::string_view& text) {
  std::size_t end = 0;
  while (end < text.size() && (is_letter(text[end]) || text[end] == '/' || text[end] == '_')) ++end;
  if (end == 0) return false;
  text.remove_prefix(end);
  return text.empty() || (text.front() != '+' && text.front() != '-') || take_any_offset(text);
}

bool take_zone(std::string_view& text, char letter, std::size_t count) {
  switch (letter) {
    case 'X':
      return take_word(text, "Z") || take_iso_offset(text, count);
    case 'x':
      return take_iso_offset(text, count);
    case 'O':
      return take_gmt_offset(text, count == 4);
    case 'Z':
      if (count == 4) return take_gmt_offset(text, true);
      return take_word(text, "Z") || take_word(text, "GMT") ? text.empty() || !is_digit(text.front())
                                                            : take_any_offset(text);
    default:
      return take_zone_name(text) || take_any_offset(text);
  }
}

bool take_era(std::string_view& text, std::size_t count) {
  if (count == 4) return take_word(text, "Anno Domini") || take_word(text, "Before Christ");
  if (count == 5) return take_word(text, "A") || take_word(text, "B");
  return take_word(text, "AD") || take_word(text, "BC");
}

bool take_quarter(std::string_view& text, std::size_t count, bool before_number) {
  if (count == 3) return take_one_of(text, kShortQuarters) >= 0;
  if (count == 4) return take_one_of(text, kQuarters) >= 0;
  return take_in_range(text, 'Q', count == 5 ? 1 : count, before_number);
}

}  // namespace

struct DateFormat::Parts {
  long year = -1, month = -1, day = -1;
};

void DateFormat::add_literal(char c) {
  if (fields_.empty() || fields_.back().letter != '\0') fields_.emplace_back();
  fields_.back().literal += c;
}

// What stands between quotes, from after the first; returns the place after the last.
std::size_t DateFormat::add_quoted(std::string_view pattern, std::size_t at) {
  if (at < pattern.size() && pattern[at] == '\'') {  // '' outside of quotes
    add_literal('\'');
    return at + 1;
  }
  for (; at < pattern.size(); ++at) {
    if (pattern[at] == '\'' && (at + 1 >= pattern.size() || pattern[at + 1] != '\'')) break;
    if (pattern[at] == '\'') ++at;  // '' inside of them
    add_literal(pattern[at]);
  }
  return at + 1;
}

DateFormat::DateFormat(std::string_view pattern) {
  std::size_t padding = 0;  // of what comes next
  for (std::size_t at = 0; at < pattern.size();) {
    const char c = pattern[at];
    if (!is_letter(c)) {
      at = c == '\'' ? add_quoted(pattern, at + 1) : (add_literal(c), at + 1);
      continue;
    }
    std::size_t count = 1;
    while (at + count < pattern.size() && pattern[at + count] == c) ++count;
    at += count;
    if (c == 'p') {
      padding = count;
      if (at >= pattern.size() || !is_letter(pattern[at])) unknown_ += c;  // it says how the next letter is padded
      continue;
    }
    if (kLetters.find(c) == std::string_view::npos) unknown_ += c;
    if (!fields_.empty() && padding == 0 && is_numeric(c, count)) fields_.back().before_number = true;
    Field field;
    field.letter = c;
    field.count = count;
    field.padding = std::exchange(padding, 0);
    fields_.push_back(std::move(field));
  }
}

bool DateFormat::read_date(const Field& field, std::string_view& text, Parts& parts) {
  const std::size_t count = field.count;
  switch (field.letter) {
    case 'M':
    case 'L':
      if (count == 5) return take_name(text, kMonths, count) >= 0;  // of which of them, nobody can tell
      if (count > 2) return (parts.month = take_name(text, kMonths, count) + 1) > 0;
      parts.month = take_number(text, count, 2);
      return parts.month >= 1 && parts.month <= 12;
    case 'd':
      parts.day = take_number(text, count == 1 ? 1 : 2, 2);
      return parts.day >= 1 && parts.day <= 31;
    default: {  // y, u, Y
      const bool exact = count == 2 || field.before_number;
      parts.year = take_number(text, count == 1 ? 1 : count, exact ? count : std::max(count, std::size_t{9}));
      if (count == 2) parts.year += 2000;
      return parts.year >= (count == 2 ? 2000 : 0);
    }
  }
}

bool DateFormat::read(const Field& field, std::string_view& text, Parts& parts) {
  const std::size_t count = field.count;
  switch (field.letter) {
    case '\0':
      return take_word(text, field.literal);
    case 'G':
      return take_era(text, count);
    case 'y':
    case 'u':
    case 'Y':
    case 'M':
    case 'L':
    case 'd':
      return read_date(field, text, parts);
    case 'Q':
    case 'q':
      return take_quarter(text, count, field.before_number);
    case 'E':
      return take_name(text, kDays, count) >= 0;
    case 'e':
    case 'c':
      return count > 2 ? take_name(text, kDays, count) >= 0
                       : take_in_range(text, field.letter, count, field.before_number);
    case 'a':
      return take_word(text, "AM") || take_word(text, "PM");
    case 'B':
      return take_one_of(text, kDayPeriods) >= 0;
    case 'S':
      return take_number(text, field.before_number ? count : 1, field.before_number ? count : 9) >= 0;
    case 'X':
    case 'x':
    case 'O':
    case 'Z':
    case 'z':
    case 'V':
    case 'v':
      return take_zone(text, field.letter, count);
    default:
      return take_in_range(text, field.letter, count, field.before_number);
  }
}

// The field is as wide as its padding, with spaces before it.
bool DateFormat::read_padded(const Field& field, std::string_view& text, Parts& parts) {
  if (field.padding == 0) return read(field, text, parts);
  if (text.size() < field.padding) return false;
  std::string_view own = text.substr(0, field.padding);
  text.remove_prefix(field.padding);
  own.remove_prefix(std::min(own.find_first_not_of(' '), own.size()));
  return read(field, own, parts) && own.empty();
}

bool DateFormat::fits(std::string_view text) const {
  if (!unknown_.empty()) return true;
  Parts parts;
  for (const Field& field : fields_) {
    if (!read_padded(field, text, parts)) return false;
  }
  if (!text.empty()) return false;
  if (parts.month < 0 || parts.day < 0) return true;
  const auto year = std::chrono::year(static_cast<int>(parts.year < 0 ? 2000 : parts.year % 10'000));
  return std::chrono::year_month_day(year, std::chrono::month(static_cast<unsigned>(parts.month)),
                                     std::chrono::day(static_cast<unsigned>(parts.day)))
      .ok();
}

}  // namespace squall::contracts::pact
