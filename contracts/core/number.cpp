#include "contracts/core/number.h"

#include <algorithm>
#include <charconv>
#include <climits>
#include <limits>
#include <string>

#include "contracts/core/ascii.h"
#include "contracts/core/random.h"

namespace squall::contracts {
namespace {

__extension__ using Wide = unsigned __int128;
__extension__ using SignedWide = __int128;

// Value = 0.digits * 10^point; digits has neither leading nor trailing zeros and is empty for zero.
struct Decimal {
  bool negative = false;
  std::string digits;
  std::int64_t point = 0;
};

// Exponents saturate: beyond 10^±4e18 two numbers are told apart by their digits only.
std::int64_t read_exponent(std::string_view text) {
  constexpr std::int64_t kMost = 4'000'000'000'000'000'000;
  bool negative = false;
  if (!text.empty() && (text.front() == '-' || text.front() == '+')) {
    negative = text.front() == '-';
    text.remove_prefix(1);
  }
  std::int64_t value = 0;
  for (const char c : text) {
    if (value > (kMost - 9) / 10) {
      value = kMost;
      break;
    }
    value = value * 10 + (c - '0');
  }
  return negative ? -value : value;
}

Decimal decimal(std::string_view lexeme) {
  Decimal result;
  if (!lexeme.empty() && lexeme.front() == '-') {
    result.negative = true;
    lexeme.remove_prefix(1);
  }
  std::int64_t exponent = 0;
  if (const auto mark = lexeme.find_first_of("eE"); mark != std::string_view::npos) {
    exponent = read_exponent(lexeme.substr(mark + 1));
    lexeme = lexeme.substr(0, mark);
  }
  const auto dot = std::min(lexeme.find('.'), lexeme.size());
  std::size_t first = 0;  // first significant digit
  while (first < lexeme.size() && (lexeme[first] == '0' || lexeme[first] == '.')) ++first;
  std::size_t last = lexeme.size();
  while (last > first && (lexeme[last - 1] == '0' || lexeme[last - 1] == '.')) --last;
  result.digits.reserve(last - first);
  for (std::size_t i = first; i < last; ++i) {
    if (lexeme[i] != '.') result.digits.push_back(lexeme[i]);
  }
  if (result.digits.empty()) {
    result.negative = false;
    return result;
  }
  const std::int64_t before_dot =
      first < dot ? static_cast<std::int64_t>(dot - first) : -static_cast<std::int64_t>(first - dot - 1);
  result.point = before_dot + exponent;
  return result;
}

// Whole numbers of at most 18 digits, which most are.
bool small_integer(std::string_view lexeme, std::int64_t& value) {
  if (lexeme.empty() || lexeme.size() > 18) return false;
  const bool negative = lexeme.front() == '-';
  std::int64_t result = 0;
  for (const char c : lexeme.substr(negative ? 1 : 0)) {
    if (!is_digit(c)) return false;
    result = result * 10 + (c - '0');
  }
  value = negative ? -result : result;
  return true;
}

// value / 10^places, of at most 18 digits in all: what most numbers with a fraction are.
struct SmallDecimal {
  std::int64_t value = 0;
  unsigned places = 0;
};

bool small_decimal(std::string_view lexeme, SmallDecimal& out) {
  if (lexeme.empty() || lexeme.size() > 19) return false;
  const bool negative = lexeme.front() == '-';
  std::int64_t value = 0;
  unsigned digits = 0;
  unsigned before_dot = UINT_MAX;
  for (const char c : lexeme.substr(negative ? 1 : 0)) {
    if (c == '.') {
      before_dot = digits;
      continue;
    }
    if (!is_digit(c) || ++digits > 18) return false;
    value = value * 10 + (c - '0');
  }
  out.value = negative ? -value : value;
  out.places = before_dot == UINT_MAX ? 0 : digits - before_dot;
  return true;
}

// Both in units of the smaller place: 18 digits and 18 places fit.
std::pair<SignedWide, SignedWide> aligned(const SmallDecimal& a, const SmallDecimal& b) {
  SignedWide left = a.value;
  SignedWide right = b.value;
  for (unsigned i = a.places; i < b.places; ++i) left *= 10;
  for (unsigned i = b.places; i < a.places; ++i) right *= 10;
  return {left, right};
}

std::strong_ordering compare_magnitude(const Decimal& a, const Decimal& b) {
  if (a.digits.empty() || b.digits.empty()) return !a.digits.empty() <=> !b.digits.empty();
  if (a.point != b.point) return a.point <=> b.point;
  return a.digits.compare(b.digits) <=> 0;
}

std::uint64_t power_of_ten(std::uint64_t exponent, std::uint64_t modulus) {
  Wide result = 1 % modulus;
  Wide base = 10 % modulus;
  for (; exponent != 0; exponent >>= 1) {
    if ((exponent & 1) != 0) result = result * base % modulus;
    base = base * base % modulus;
  }
  return static_cast<std::uint64_t>(result);
}

bool divides_small(std::uint64_t divisor, std::string_view digits, std::uint64_t zeros) {
  std::uint64_t remainder = 0;
  for (const char c : digits) {
    remainder =
        static_cast<std::uint64_t>((static_cast<Wide>(remainder) * 10 + static_cast<unsigned>(c - '0')) % divisor);
  }
  return static_cast<Wide>(remainder) * power_of_ten(zeros, divisor) % divisor == 0;
}

// a -= b on digit strings of equal length, a >= b.
void subtract(std::string& a, std::string_view b) {
  int borrow = 0;
  for (std::size_t i = a.size(); i-- > 0;) {
    int digit = a[i] - b[i] - borrow;
    borrow = digit < 0 ? 1 : 0;
    if (digit < 0) digit += 10;
    a[i] = static_cast<char>('0' + digit);
  }
}

// Schoolbook division of digit strings; only the remainder is kept.
bool divides_large(const std::string& divisor, const std::string& digits, std::uint64_t zeros) {
  // A divisor of n digits has at most 4n factors two or five: more zeros change nothing.
  const auto appended = static_cast<std::size_t>(std::min<std::uint64_t>(zeros, 4 * divisor.size()));
  const std::string padded = '0' + divisor;
  std::string remainder(padded.size(), '0');
  const auto step = [&](char digit) {
    remainder.erase(0, 1);
    remainder.push_back(digit);
    while (remainder >= padded) subtract(remainder, padded);
  };
  for (const char c : digits) step(c);
  for (std::size_t i = 0; i < appended; ++i) step('0');
  return remainder.find_first_not_of('0') == std::string::npos;
}

}  // namespace

bool is_integer(std::string_view lexeme) {
  if (std::all_of(lexeme.begin(), lexeme.end(), [](char c) { return is_digit(c) || c == '-'; })) return true;
  const Decimal number = decimal(lexeme);
  return number.digits.empty() || number.point >= static_cast<std::int64_t>(number.digits.size());
}

std::optional<std::int64_t> to_int64(std::string_view lexeme) {
  std::int64_t value = 0;
  if (small_integer(lexeme, value)) return value;
  Decimal number = decimal(lexeme);
  if (number.digits.empty()) return 0;
  if (number.point < static_cast<std::int64_t>(number.digits.size()) || number.point > 19) return std::nullopt;
  number.digits.append(static_cast<std::size_t>(number.point) - number.digits.size(), '0');
  if (number.negative) number.digits.insert(0, 1, '-');
  const char* end = number.digits.data() + number.digits.size();
  const auto [stop, error] = std::from_chars(number.digits.data(), end, value);
  if (error != std::errc{} || stop != end) return std::nullopt;
  return value;
}

double to_double(std::string_view lexeme) {
  double value = 0;
  const auto [stop, error] = std::from_chars(lexeme.data(), lexeme.data() + lexeme.size(), value);
  if (error != std::errc::result_out_of_range) return value;
  const Decimal number = decimal(lexeme);
  const double magnitude = number.point > 0 ? std::numeric_limits<double>::infinity() : 0.0;
  return number.negative ? -magnitude : magnitude;
}

std::strong_ordering compare(std::string_view a, std::string_view b) {
  std::int64_t left = 0;
  std::int64_t right = 0;
  if (small_integer(a, left) && small_integer(b, right)) return left <=> right;
  SmallDecimal p;
  SmallDecimal q;
  if (small_decimal(a, p) && small_decimal(b, q)) {
    const auto [x, y] = aligned(p, q);
    return x < y ? std::strong_ordering::less : x > y ? std::strong_ordering::greater : std::strong_ordering::equal;
  }
  const Decimal x = decimal(a);
  const Decimal y = decimal(b);
  if (x.negative != y.negative) return x.negative ? std::strong_ordering::less : std::strong_ordering::greater;
  return x.negative ? compare_magnitude(y, x) : compare_magnitude(x, y);
}

bool is_multiple_of(std::string_view value, std::string_view divisor) {
  std::int64_t left = 0;
  std::int64_t right = 0;
  if (small_integer(value, left) && small_integer(divisor, right)) return right != 0 && left % right == 0;
  SmallDecimal p;
  SmallDecimal q;
  if (small_decimal(value, p) && small_decimal(divisor, q)) {
    const auto [whole, unit] = aligned(p, q);
    return unit != 0 && whole % unit == 0;
  }
  const Decimal x = decimal(value);
  const Decimal y = decimal(divisor);
  if (y.digits.empty()) return false;
  if (x.digits.empty()) return true;
  // x = X * 10^a, y = Y * 10^b with whole X and Y that do not end in zero.
  const std::int64_t a = x.point - static_cast<std::int64_t>(x.digits.size());
  const std::int64_t b = y.point - static_cast<std::int64_t>(y.digits.size());
  if (a < b) return false;
  const auto zeros = static_cast<std::uint64_t>(a) - static_cast<std::uint64_t>(b);
  if (y.digits.size() > 18) return divides_large(y.digits, x.digits, zeros);
  std::uint64_t small = 0;
  std::from_chars(y.digits.data(), y.digits.data() + y.digits.size(), small);
  return divides_small(small, x.digits, zeros);
}

std::uint64_t number_hash(std::string_view lexeme) {
  const Decimal number = decimal(lexeme);
  return stable_hash(number.digits, static_cast<std::uint64_t>(number.point) * 2 + (number.negative ? 1 : 0));
}

bool is_json_number(std::string_view text) {
  std::size_t i = 0;
  const auto digits = [&] {
    const std::size_t start = i;
    while (i < text.size() && is_digit(text[i])) ++i;
    return i > start;
  };
  if (i < text.size() && text[i] == '-') ++i;
  const std::size_t first = i;
  if (!digits() || (text[first] == '0' && i - first > 1)) return false;
  if (i < text.size() && text[i] == '.') {
    ++i;
    if (!digits()) return false;
  }
  if (i < text.size() && (text[i] == 'e' || text[i] == 'E')) {
    ++i;
    if (i < text.size() && (text[i] == '+' || text[i] == '-')) ++i;
    if (!digits()) return false;
  }
  return i == text.size();
}

}  // namespace squall::contracts
