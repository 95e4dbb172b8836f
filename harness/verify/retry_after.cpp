#include "harness/verify/retry_after.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <vector>

namespace squall::harness {

namespace {

using std::chrono::seconds;
using std::chrono::sys_seconds;

std::optional<int> number(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || text[0] == '-' || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<unsigned> month_of(std::string_view name) {
  constexpr std::array<std::string_view, 12> names = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) return std::nullopt;
  return static_cast<unsigned>(found - names.begin()) + 1;
}

std::optional<seconds> time_of_day(std::string_view text) {
  if (text.size() != 8 || text[2] != ':' || text[5] != ':') return std::nullopt;
  const auto hour = number(text.substr(0, 2)), minute = number(text.substr(3, 2)), second = number(text.substr(6, 2));
  if (!hour || !minute || !second || *hour > 23 || *minute > 59 || *second > 60) return std::nullopt;
  return std::chrono::hours(*hour) + std::chrono::minutes(*minute) + seconds(*second);
}

struct Parts {
  std::string_view year, month, day, time;
};

// A two-digit year more than 50 years ahead is one of the last century.
std::optional<int> year_of(std::string_view text, sys_seconds now) {
  auto year = number(text);
  if (!year || text.size() == 4) return year;
  if (text.size() != 2) return std::nullopt;
  const std::chrono::year_month_day today(std::chrono::floor<std::chrono::days>(now));
  const int this_year = static_cast<int>(today.year());
  *year += this_year - this_year % 100;
  return *year > this_year + 50 ? *year - 100 : *year;
}

std::optional<sys_seconds> moment(const Parts& parts, sys_seconds now) {
  const auto year = year_of(parts.year, now);
  const auto month = month_of(parts.month);
  const auto day = number(parts.day);
  const auto time = time_of_day(parts.time);
  if (!year || !month || !day || !time) return std::nullopt;
  const std::chrono::year_month_day date(std::chrono::year(*year), std::chrono::month(*month),
                                         std::chrono::day(static_cast<unsigned>(*day)));
  if (!date.ok()) return std::nullopt;
  return sys_seconds(std::chrono::sys_days(date)) + *time;
}

std::optional<sys_seconds> http_date(std::string_view text, sys_seconds now) {
  std::vector<std::string_view> words;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    if (end > at) words.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  // Sun, 06 Nov 1994 08:49:37 GMT
  if (words.size() == 6 && words[5] == "GMT") return moment({words[3], words[2], words[1], words[4]}, now);
  // Sun Nov  6 08:49:37 1994
  if (words.size() == 5) return moment({words[4], words[1], words[2], words[3]}, now);
  // Sunday, 06-Nov-94 08:49:37 GMT
  if (words.size() == 4 && words[3] == "GMT" && words[1].size() == 9 && words[1][2] == '-' && words[1][6] == '-') {
    return moment({words[1].substr(7), words[1].substr(3, 3), words[1].substr(0, 2), words[2]}, now);
  }
  return std::nullopt;
}

}  // namespace

std::optional<seconds> parse_retry_after(std::string_view text, sys_seconds now) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  if (const auto wait = number(text)) return seconds(*wait);
  if (!text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos) return seconds::max();
  const auto date = http_date(text, now);
  if (!date) return std::nullopt;
  return std::max(seconds(0), *date - now);
}

}  // namespace squall::harness
