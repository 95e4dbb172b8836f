#include <optional>

#include "contracts/core/ascii.h"
#include "contracts/schema/format.h"

namespace squall::contracts::schema {
namespace {

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}
  bool at_end() const { return text_.empty(); }
  bool take(char c) {
    if (text_.empty() || text_.front() != c) return false;
    text_.remove_prefix(1);
    return true;
  }
  bool take_either(char a, char b) { return take(a) || take(b); }
  std::optional<int> digits(std::size_t count) {
    if (text_.size() < count) return std::nullopt;
    int value = 0;
    for (std::size_t i = 0; i < count; ++i) {
      if (!is_digit(text_[i])) return std::nullopt;
      value = value * 10 + (text_[i] - '0');
    }
    text_.remove_prefix(count);
    return value;
  }
  bool some_digits() {
    std::size_t n = 0;
    while (n < text_.size() && is_digit(text_[n])) ++n;
    text_.remove_prefix(n);
    return n > 0;
  }

 private:
  std::string_view text_;
};

bool read_date(Reader& reader) {
  const auto year = reader.digits(4);
  if (!year || !reader.take('-')) return false;
  const auto month = reader.digits(2);
  if (!month || *month < 1 || *month > 12 || !reader.take('-')) return false;
  const auto day = reader.digits(2);
  constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = (*year % 4 == 0 && *year % 100 != 0) || *year % 400 == 0;
  return day && *day >= 1 && *day <= kDays[*month - 1] + (*month == 2 && leap ? 1 : 0);
}

// Minutes ahead of UTC.
std::optional<int> read_offset(Reader& reader) {
  if (reader.take_either('Z', 'z')) return 0;
  const bool ahead = reader.take('+');
  if (!ahead && !reader.take('-')) return std::nullopt;
  const auto hours = reader.digits(2);
  if (!hours || *hours > 23 || !reader.take(':')) return std::nullopt;
  const auto minutes = reader.digits(2);
  if (!minutes || *minutes > 59) return std::nullopt;
  return (*hours * 60 + *minutes) * (ahead ? 1 : -1);
}

// What a clock shows: seconds may be 60, which only some minutes have.
struct Clock {
  int hour = 0, minute = 0, second = 0;
};

std::optional<Clock> read_clock(Reader& reader) {
  const auto hour = reader.digits(2);
  if (!hour || *hour > 23 || !reader.take(':')) return std::nullopt;
  const auto minute = reader.digits(2);
  if (!minute || *minute > 59 || !reader.take(':')) return std::nullopt;
  const auto second = reader.digits(2);
  if (!second || *second > 60) return std::nullopt;
  if (reader.take('.') && !reader.some_digits()) return std::nullopt;
  return Clock{*hour, *minute, *second};
}

bool read_time(Reader& reader) {
  const auto clock = read_clock(reader);
  const auto offset = clock ? read_offset(reader) : std::nullopt;
  if (!offset) return false;
  if (clock->second < 60) return true;
  const int utc = ((clock->hour * 60 + clock->minute - *offset) % 1440 + 1440) % 1440;
  return utc == 23 * 60 + 59;  // leap seconds end the day in UTC
}

// Numbers with units that follow each other without a gap ("Y", "YM", "MD", not "YD"); at least one.
bool read_parts(Reader& reader, std::string_view units) {
  bool any = false;
  while (!reader.at_end() && !units.empty()) {
    Reader ahead = reader;
    if (!ahead.some_digits()) break;
    std::size_t unit = 0;
    while (unit < units.size() && !ahead.take(units[unit])) ++unit;
    if (unit == units.size() || (any && unit > 0)) return false;
    units.remove_prefix(unit + 1);
    reader = ahead;
    any = true;
  }
  return any;
}

}  // namespace

bool is_date(std::string_view text) {
  Reader reader(text);
  return read_date(reader) && reader.at_end();
}

bool is_time(std::string_view text) {
  Reader reader(text);
  return read_time(reader) && reader.at_end();
}

bool is_date_time(std::string_view text) {
  Reader reader(text);
  return read_date(reader) && reader.take_either('T', 't') && read_time(reader) && reader.at_end();
}

bool is_time_local(std::string_view text) {
  Reader reader(text);
  return read_clock(reader) && reader.at_end();
}

bool is_date_time_local(std::string_view text) {
  Reader reader(text);
  return read_date(reader) && reader.take_either('T', 't') && read_clock(reader) && reader.at_end();
}

bool is_duration(std::string_view text) {
  Reader reader(text);
  if (!reader.take('P')) return false;
  Reader weeks = reader;
  if (weeks.some_digits() && weeks.take('W')) return weeks.at_end();
  const bool date = read_parts(reader, "YMD");
  if (!reader.take('T')) return date && reader.at_end();
  return read_parts(reader, "HMS") && reader.at_end();
}

}  // namespace squall::contracts::schema
