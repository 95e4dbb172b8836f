#include <cmath>
#include <limits>

#include "contracts/core/number.h"
#include "contracts/schema/format.h"

namespace squall::contracts::schema {
namespace {

template <class T>
bool is_within(std::string_view lexeme) {
  const auto value = to_int64(lexeme);
  return value && *value >= std::numeric_limits<T>::min() && *value <= std::numeric_limits<T>::max();
}

}  // namespace

bool is_int8(std::string_view lexeme) {
  return is_within<std::int8_t>(lexeme);
}
bool is_int16(std::string_view lexeme) {
  return is_within<std::int16_t>(lexeme);
}
bool is_int32(std::string_view lexeme) {
  return is_within<std::int32_t>(lexeme);
}
bool is_int64(std::string_view lexeme) {
  return to_int64(lexeme).has_value();
}
bool is_uint8(std::string_view lexeme) {
  return is_within<std::uint8_t>(lexeme);
}
bool is_uint16(std::string_view lexeme) {
  return is_within<std::uint16_t>(lexeme);
}
bool is_uint32(std::string_view lexeme) {
  return is_within<std::uint32_t>(lexeme);
}
bool is_uint64(std::string_view lexeme) {
  return is_integer(lexeme) && compare(lexeme, "0") >= 0 && compare(lexeme, "18446744073709551615") <= 0;
}
// The largest values that round to a finite one (IEEE 754): halfway to the next power of two.
bool is_float(std::string_view lexeme) {
  constexpr std::string_view kBeyond = "340282356779733661637539395458142568448";
  return compare(lexeme, kBeyond) < 0 && compare(lexeme, "-340282356779733661637539395458142568448") > 0;
}
bool is_double(std::string_view lexeme) {
  return std::isfinite(to_double(lexeme));
}
bool is_double_int(std::string_view lexeme) {
  const auto value = to_int64(lexeme);
  constexpr std::int64_t kMost = std::int64_t{1} << 53;
  return value && *value >= -kMost && *value <= kMost;
}

}  // namespace squall::contracts::schema
