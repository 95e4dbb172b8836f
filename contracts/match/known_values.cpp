#include "contracts/match/known_values.h"

#include <algorithm>

#include "contracts/match/carriage.h"

namespace squall::contracts::match {
namespace {

using openapi::Parameter;
using openapi::ParameterIn;
using openapi::WireShape;

bool names(const std::string& known, const Parameter& parameter) {
  if (parameter.in == ParameterIn::path) return known == parameter.name;
  return parameter.in == ParameterIn::query && known == "query." + parameter.name;
}

bool is_within(std::string_view pointer, std::string_view outer) {
  return pointer.substr(0, outer.size()) == outer && (pointer.size() == outer.size() || pointer[outer.size()] == '/');
}

bool declares(const WireShape* shape, std::string_view name) {
  return shape != nullptr && std::any_of(shape->properties.begin(), shape->properties.end(),
                                         [name](const auto& property) { return property.first == name; });
}

// A member of the body itself that is not there is added; deeper ones only replaced.
bool set_member(Value& body, const WireShape* shape, const std::string& pointer, const Value& value) {
  if (Value* there = body.resolve(pointer)) {
    *there = value;
    return true;
  }
  const std::string_view name = std::string_view(pointer).substr(1);
  if (!body.is_object() || name.find_first_of("/~") != std::string_view::npos || !declares(shape, name)) return false;
  body.set(name, value);
  return true;
}

}  // namespace

std::optional<Value> known_value(const Parameter& parameter, const KnownValues& known) {
  for (const auto& [name, value] : known) {
    if (names(name, parameter) && !value.is_null() && can_write(parameter, value)) return value;
  }
  return std::nullopt;
}

bool is_to_be_unknown(const Parameter& parameter, const KnownValues& known) {
  return std::any_of(known.begin(), known.end(),
                     [&](const auto& entry) { return names(entry.first, parameter) && entry.second.is_null(); });
}

void set_known_members(RequestValues& values, const KnownValues& known, std::string_view except) {
  if (!values.body || values.media == nullptr) return;
  for (const auto& [pointer, value] : known) {
    if (pointer.empty() || pointer.front() != '/' || value.is_null()) continue;
    if (is_within(pointer, except) || is_within(except, pointer)) continue;
    if (set_member(*values.body, values.media->wire.get(), pointer, value)) values.known_members.push_back(pointer);
  }
}

}  // namespace squall::contracts::match
