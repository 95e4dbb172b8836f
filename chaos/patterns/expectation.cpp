#include "chaos/patterns/expectation.h"

#include <charconv>

#include "contracts/core/number.h"
#include "contracts/core/units.h"

namespace squall::chaos {
namespace {

std::optional<double> measure_in(const contracts::Value& expectation, std::string_view member,
                                 contracts::Result<double> (*parse)(std::string_view)) {
  const auto* value = expectation.find(member);
  if (value == nullptr || !(value->is_string() || value->is_number())) return std::nullopt;
  const auto parsed = parse(value->text());
  return parsed ? std::optional<double>(*parsed) : std::nullopt;
}

}  // namespace

std::optional<Duration> duration_in(const contracts::Value& expectation, std::string_view member) {
  const auto* value = expectation.find(member);
  if (value == nullptr || !value->is_string()) return std::nullopt;
  const auto parsed = contracts::parse_duration(value->text());
  return parsed ? std::optional<Duration>(*parsed) : std::nullopt;
}

std::optional<std::uint64_t> count_in(const contracts::Value& expectation, std::string_view member) {
  const auto* value = expectation.find(member);
  if (value == nullptr || !(value->is_string() || value->is_number())) return std::nullopt;
  const std::string& text = value->text();
  std::uint64_t count = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  if (error != std::errc() || end == text.data()) return std::nullopt;
  return count;
}

std::optional<double> rate_in(const contracts::Value& expectation, std::string_view member) {
  return measure_in(expectation, member, contracts::parse_rate);
}

std::optional<double> share_in(const contracts::Value& expectation, std::string_view member) {
  return measure_in(expectation, member, contracts::parse_share);
}

std::optional<std::string> text_in(const contracts::Value& expectation, std::string_view member) {
  const auto* value = expectation.find(member);
  return value != nullptr && value->is_string() ? std::optional<std::string>(value->text()) : std::nullopt;
}

std::optional<bool> flag_in(const contracts::Value& expectation, std::string_view member) {
  const auto* value = expectation.find(member);
  return value != nullptr && value->is_boolean() ? std::optional<bool>(value->boolean()) : std::nullopt;
}

}  // namespace squall::chaos
