#include "contracts/match/carriage.h"

#include <algorithm>

#include "contracts/core/ascii.h"
#include "contracts/match/parameter_writer.h"

namespace squall::contracts::match {
namespace {

using openapi::Parameter;
using openapi::ParameterIn;

constexpr std::size_t kLongest = 2'000;

template <class Test>
bool every_text(const Value& value, const Test& test) {
  if (value.is_string()) return test(value.text());
  if (value.is_array()) {
    return std::all_of(value.items().begin(), value.items().end(),
                       [&test](const Value& item) { return every_text(item, test); });
  }
  if (value.is_object()) {
    return std::all_of(value.members().begin(), value.members().end(),
                       [&test](const auto& member) { return test(member.first) && every_text(member.second, test); });
  }
  return true;
}

bool fits_path(const std::string& text) {
  return std::none_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) <= 0x20 || c == 0x7f ||
           std::string_view("/\\%;?#").find(c) != std::string_view::npos;
  });
}

bool fits_cookie(const std::string& text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return is_alphanumeric(c) || std::string_view("-._~").find(c) != std::string_view::npos;
  });
}

}  // namespace

bool can_write(const Parameter& parameter, const Value& value) {
  if (parameter.in == ParameterIn::path) return write_path(parameter, value).has_value();
  if (parameter.in == ParameterIn::header) {
    return write_header(parameter.explode, parameter.content ? &*parameter.content : nullptr, value).has_value();
  }
  return write_query(parameter, value).has_value();
}

bool carries_well(const Parameter& parameter, const Value& value) {
  const auto no_nul = [](const std::string& text) { return text.find('\0') == std::string::npos; };
  if (to_json(value).size() > kLongest || !every_text(value, no_nul)) return false;
  if (parameter.in == ParameterIn::path) return every_text(value, fits_path);
  return parameter.in != ParameterIn::cookie || every_text(value, fits_cookie);
}

}  // namespace squall::contracts::match
