// A moment, written by a pattern.

#include <chrono>
#include <optional>

#include "contracts/pact/date_format.h"
#include "contracts/pact/date_names.h"

namespace squall::contracts::pact {
namespace {

std::string padded(long value, std::size_t width) {
  std::string text = std::to_string(value);
  return text.size() < width ? std::string(width - text.size(), '0') + text : text;
}

// What a moment is called, in UTC; weeks are those of ISO 8601.
struct Clock {
  long year, month, day, weekday /* of ISO 8601: Monday is 1 */, day_of_year, week_year, week;
  long hour, minute, second, nanoseconds;
};

Clock clock_of(const Moment& moment) {
  using namespace std::chrono;
  const sys_seconds at{seconds(moment.seconds)};
  const sys_days day = floor<days>(at);
  const auto year_of = [](sys_days one) { return year_month_day(one).year(); };
  const auto in_year = [&](sys_days one) { return (one - sys_days(year_of(one) / January / 1)).count() + 1; };
  const year_month_day date(day);
  const hh_mm_ss time(at - day);
  const long iso_day = static_cast<long>(weekday(day).iso_encoding());
  const sys_days thursday = day + days(4 - iso_day);  // whose year the week belongs to
  return {static_cast<int>(date.year()),
          static_cast<long>(static_cast<unsigned>(date.month())),
          static_cast<long>(static_cast<unsigned>(date.day())),
          iso_day,
          in_year(day),
          static_cast<int>(year_of(thursday)),
          (in_year(thursday) - 1) / 7 + 1,
          time.hours().count(),
          time.minutes().count(),
          time.seconds().count(),
          static_cast<long>(moment.nanoseconds)};
}

// What the letter counts; nullopt: it writes something else.
std::optional<long> number_of(char letter, const Clock& clock) {
  const long seconds = (clock.hour * 60 + clock.minute) * 60 + clock.second;
  switch (letter) {
    case 'y':
    case 'u':
      return clock.year;
    case 'Y':
      return clock.week_year;
    case 'M':
    case 'L':
      return clock.month;
    case 'Q':
    case 'q':
      return (clock.month - 1) / 3 + 1;
    case 'w':
      return clock.week;
    case 'W':
      return (clock.day - clock.weekday + 10) / 7;
    case 'd':
      return clock.day;
    case 'D':
      return clock.day_of_year;
    case 'F':
      return (clock.day - 1) / 7 + 1;
    case 'e':
    case 'c':
      return clock.weekday;
    case 'H':
      return clock.hour;
    case 'k':
      return clock.hour == 0 ? 24 : clock.hour;
    case 'K':
      return clock.hour % 12;
    case 'h':
      return clock.hour % 12 == 0 ? 12 : clock.hour % 12;
    case 'm':
      return clock.minute;
    case 's':
      return clock.second;
    case 'A':
      return seconds * 1'000 + clock.nanoseconds / 1'000'000;
    case 'N':
      return seconds * 1'000'000'000 + clock.nanoseconds;
    case 'n':
      return clock.nanoseconds;
    default:
      return std::nullopt;
  }
}

std::string_view day_period(const Clock& clock) {
  const bool exact = clock.minute == 0 && clock.second == 0 && clock.nanoseconds == 0;
  if (exact && clock.hour % 12 == 0) return kDayPeriods[clock.hour == 0 ? 0 : 2];
  return kDayPeriods[clock.hour < 6 ? 5 : clock.hour < 12 ? 1 : clock.hour < 18 ? 3 : clock.hour < 21 ? 4 : 5];
}

std::string zone(char letter, std::size_t count) {
  switch (letter) {
    case 'X':
      return "Z";
    case 'x':
      return count == 1 ? "+00" : count % 2 == 0 ? "+0000" : "+00:00";
    case 'Z':
      return count == 4 ? "GMT" : count == 5 ? "Z" : "+0000";
    case 'O':
      return "GMT";
    default:
      return "UTC";
  }
}

// By letters, where there are enough of them in the pattern.
std::string name_of(char letter, std::size_t count, const Clock& clock) {
  const auto named = [count](std::string_view name) { return std::string(name.substr(0, name_length(count, name))); };
  const auto quarter = static_cast<std::size_t>((clock.month - 1) / 3);
  switch (letter) {
    case 'M':
    case 'L':
      return count > 2 ? named(kMonths[static_cast<std::size_t>(clock.month - 1)]) : "";
    case 'E':
      return named(kDays[static_cast<std::size_t>(clock.weekday % 7)]);
    case 'e':
    case 'c':
      return count > 2 ? named(kDays[static_cast<std::size_t>(clock.weekday % 7)]) : "";
    case 'Q':
    case 'q':
      return std::string(count == 3 ? kShortQuarters[quarter] : count == 4 ? kQuarters[quarter] : "");
    case 'G':
      return count == 4 ? "Anno Domini" : count == 5 ? "A" : "AD";
    case 'a':
      return clock.hour < 12 ? "AM" : "PM";
    case 'B':
      return std::string(day_period(clock));
    default:
      return {};
  }
}

std::string written(char letter, std::size_t count, const Clock& clock) {
  if (std::string name = name_of(letter, count, clock); !name.empty()) return name;
  if (letter == 'S') {
    std::string digits = padded(clock.nanoseconds, 9);
    digits.resize(count, '0');
    return digits;
  }
  const auto number = number_of(letter, clock);
  if (!number) return zone(letter, count);
  const bool year = letter == 'y' || letter == 'u' || letter == 'Y';
  if (year && count == 2) return padded(*number % 100, 2);
  const bool quarter = letter == 'Q' || letter == 'q';
  return padded(*number, quarter && count == 5 ? 1 : count);
}

}  // namespace

std::string DateFormat::write(const Moment& moment) const {
  const Clock clock = clock_of(moment);
  std::string out;
  for (const Field& field : fields_) {
    const std::string text = field.letter == '\0' ? field.literal : written(field.letter, field.count, clock);
    if (text.size() < field.padding) out.append(field.padding - text.size(), ' ');
    out += text;
  }
  return out;
}

}  // namespace squall::contracts::pact
