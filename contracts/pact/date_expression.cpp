#include "contracts/pact/date_expression.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <string>
#include <vector>

#include "contracts/core/ascii.h"

namespace squall::contracts::pact {
namespace {

struct Unit {
  std::string_view name;
  std::int64_t seconds;  // 0: by the calendar
  int months;
};
constexpr std::int64_t kDay = 86'400;
constexpr std::array<Unit, 9> kUnits = {{{"millisecond", 0, 0},
                                         {"second", 1, 0},
                                         {"minute", 60, 0},
                                         {"hour", 3'600, 0},
                                         {"day", kDay, 0},
                                         {"fortnight", 14 * kDay, 0},
                                         {"week", 7 * kDay, 0},
                                         {"month", 0, 1},
                                         {"year", 0, 12}}};

const Unit* find_unit(std::string_view word) {
  for (const Unit& unit : kUnits) {
    if (word == unit.name || (word.ends_with('s') && word.substr(0, word.size() - 1) == unit.name)) return &unit;
  }
  return nullptr;
}

// Words, numbers and signs.
std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    std::size_t end = at + 1;
    if (is_letter(c)) {
      while (end < text.size() && is_letter(text[end])) ++end;
    } else if (is_digit(c)) {
      while (end < text.size() && is_digit(text[end])) ++end;
    }
    if (c != ' ' && c != '\t') words.emplace_back(text.substr(at, end - at));
    at = end;
  }
  return words;
}

void add_months(Moment& moment, std::int64_t months) {
  using namespace std::chrono;
  const sys_seconds at{seconds(moment.seconds)};
  const sys_days day = floor<days>(at);
  year_month_day date(day);
  date += std::chrono::months(months);
  if (!date.ok()) date = date.year() / date.month() / last;
  moment.seconds = (sys_days(date).time_since_epoch() / seconds(1)) + (at - day).count();
}

bool move(Moment& moment, std::int64_t count, std::string_view word) {
  const Unit* unit = find_unit(word);
  if (unit == nullptr) return false;
  if (unit->months != 0) {
    add_months(moment, count * unit->months);
  } else if (unit->seconds == 0) {
    const std::int64_t total = static_cast<std::int64_t>(moment.nanoseconds) + (count % 1'000) * 1'000'000;
    moment.seconds += count / 1'000 + (total < 0 ? -1 : total / 1'000'000'000);
    moment.nanoseconds = static_cast<std::uint32_t>((total + 1'000'000'000) % 1'000'000'000);
  } else {
    moment.seconds += count * unit->seconds;
  }
  return true;
}

void to_midnight(Moment& moment) {
  moment.seconds -= ((moment.seconds % kDay) + kDay) % kDay;
  moment.nanoseconds = 0;
}

bool take_base(Moment& moment, const std::string& word) {
  if (word == "now" || word == "today") return true;
  if (word == "yesterday" || word == "tomorrow") {
    moment.seconds += word == "tomorrow" ? kDay : -kDay;
    return true;
  }
  if (word == "midnight" || word == "noon") {
    to_midnight(moment);
    if (word == "noon") moment.seconds += kDay / 2;
    return true;
  }
  return false;
}

constexpr std::int64_t kMost = 100'000;

}  // namespace

std::optional<Moment> moved(const Moment& now, std::string_view expression) {
  Moment moment = now;
  const std::vector<std::string> words = words_of(expression);
  std::size_t at = !words.empty() && take_base(moment, words.front()) ? 1 : 0;
  while (at < words.size()) {
    const std::string& word = words[at];
    if (word == "@") {  // a time of the day follows
      if (at + 1 >= words.size() || !take_base(moment, words[at + 1])) return std::nullopt;
      at += 2;
      continue;
    }
    const bool next = word == "next", last = word == "last";
    if (next || last) {
      if (at + 1 >= words.size() || !move(moment, next ? 1 : -1, words[at + 1])) return std::nullopt;
      at += 2;
      continue;
    }
    if ((word != "+" && word != "-") || at + 2 >= words.size()) return std::nullopt;
    std::int64_t count = 0;
    const std::string& digits = words[at + 1];
    const auto [stop, error] = std::from_chars(digits.data(), digits.data() + digits.size(), count);
    if (error != std::errc{} || stop != digits.data() + digits.size() || count > kMost) return std::nullopt;
    if (!move(moment, word == "+" ? count : -count, words[at + 2])) return std::nullopt;
    at += 3;
  }
  return moment;
}

}  // namespace squall::contracts::pact
