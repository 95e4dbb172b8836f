#include "chaos/toxiproxy/toxic_type.h"

#include <algorithm>
#include <optional>

#include "contracts/core/number.h"
#include "contracts/core/units.h"
#include "contracts/http/message.h"

namespace squall::chaos::toxiproxy {
namespace {

using contracts::Value;

std::vector<ToxicType> table() {
  return {
      {"latency",
       "latency",
       {{"latency", "mean", Unit::milliseconds, "histogram"}, {"jitter", "jitter", Unit::milliseconds, "histogram"}},
       ""},
      {"bandwidth", "bandwidth", {{"rate", "rate", Unit::kilobytes_per_second}}, ""},
      {"slow_close", "slow_close", {{"delay", "delay", Unit::milliseconds}}, ""},
      {"timeout", "timeout", {{"timeout", "after", Unit::milliseconds}}, ""},
      {"reset_peer", "reset_peer", {{"timeout", "after", Unit::milliseconds}}, ""},
      {"slicer",
       "slicer",
       {{"average_size", "average", Unit::bytes},
        {"size_variation", "variation", Unit::bytes},
        {"delay", "delay", Unit::microseconds}},
       "average_size"},
      {"limit_data", "limit_data", {{"bytes", "bytes", Unit::bytes}}, ""},
      {"noop", "noop", {}, ""},
  };
}

std::string_view suffix(Unit unit) {
  switch (unit) {
    case Unit::milliseconds:
      return "ms";
    case Unit::microseconds:
      return "us";
    case Unit::kilobytes_per_second:
      return "KB/s";
    case Unit::bytes:
      break;
  }
  return "B";
}

bool is_parameter(const ToxicType& type, std::string_view name) {
  const auto& parameters = find_fault(type.fault)->parameters;
  return std::any_of(parameters.begin(), parameters.end(),
                     [&](const auto& parameter) { return parameter.name == name; });
}

// A whole number, in the attribute's unit; or, where the fault's parameter has the same name, its notation.
Outcome<Value> read_attribute(const AttributeInfo& info, const Value& given) {
  const std::string name(info.name);
  if (given.is_string() && info.name == info.parameter) return given;
  const auto number = given.is_number() ? contracts::to_int64(given.text()) : std::nullopt;
  if (!number) {
    return bad_request_body("attributes." + name + ": expected a whole number, found " + contracts::to_json(given));
  }
  return Value(*number);
}

// The attribute that a member of `given` is; nullptr for none.
const AttributeInfo* attribute_of(const ToxicType& toxic, const Value& given, std::string_view name) {
  for (const auto& info : toxic.attributes) {
    if (info.name == name) return &info;
  }
  if (is_parameter(toxic, name)) return nullptr;
  for (const auto& info : toxic.attributes) {
    const bool otherwise = given.find(info.name) != nullptr;
    if (!otherwise && contracts::http::equal_ignoring_case(info.name, name)) return &info;
  }
  return nullptr;
}

std::optional<std::int64_t> whole(std::int64_t value, std::int64_t unit) {
  return value % unit == 0 ? std::optional(value / unit) : std::nullopt;
}

// A parameter's text as a whole number of the unit, where it is one.
std::optional<std::int64_t> in_unit(Unit unit, std::string text) {
  if (unit == Unit::bytes || unit == Unit::kilobytes_per_second) {
    if (text.ends_with("/s")) text.resize(text.size() - 2);
    const auto bytes = contracts::parse_size(text);
    if (!bytes) return std::nullopt;
    return whole(static_cast<std::int64_t>(*bytes), unit == Unit::bytes ? 1 : 1000);
  }
  const auto time = contracts::parse_duration(text);
  if (!time) return std::nullopt;
  return whole(time->count(), unit == Unit::milliseconds ? 1'000'000 : 1000);
}

// A 0 that nobody wrote would stand against what is said in another way.
void drop_what_is_said_otherwise(const ToxicType& type, Value& attributes) {
  for (const auto& info : type.attributes) {
    const auto* const said = attributes.find(info.name);
    const bool is_default = said != nullptr && said->is_number() && contracts::to_int64(said->text()) == 0;
    if (is_default && !info.instead.empty() && attributes.find(info.instead) != nullptr) attributes.erase(info.name);
  }
}

}  // namespace

std::span<const ToxicType> toxic_types() {
  static const std::vector<ToxicType> all = table();
  return all;
}

const ToxicType* find_toxic_type(std::string_view type) {
  for (const auto& known : toxic_types()) {
    if (known.type == type) return &known;
  }
  return nullptr;
}

bool is_toxic_type(std::string_view type) {
  return find_toxic_type(type) != nullptr || find_fault(type) != nullptr;
}

Value default_attributes(std::string_view type) {
  Value attributes{contracts::Object{}};
  if (const auto* known = find_toxic_type(type)) {
    for (const auto& info : known->attributes) attributes.set(info.name, 0);
  }
  return attributes;
}

Outcome<Value> merge_attributes(std::string_view type, const Value& known, const Value& given) {
  Value merged = known;
  if (given.is_null()) return merged;
  if (!given.is_object()) return bad_request_body("attributes: expected an object");
  const auto* toxic = find_toxic_type(type);
  for (const auto& [name, value] : given.members()) {
    if (toxic == nullptr) {
      value.is_null() ? void(merged.erase(name)) : merged.set(name, value);
      continue;
    }
    if (value.is_null()) continue;
    if (const auto* const info = attribute_of(*toxic, given, name)) {
      auto read = read_attribute(*info, value);
      SQUALL_API_TRY(read);
      if (info->name != info->parameter) merged.erase(info->parameter);
      merged.set(info->name, std::move(*read));
    } else if (is_parameter(*toxic, name)) {
      for (const auto& each : toxic->attributes) {
        if (each.parameter == name) merged.erase(each.name);
      }
      merged.set(name, value);
    }
  }
  if (toxic != nullptr) drop_what_is_said_otherwise(*toxic, merged);
  return merged;
}

Value parameters_of(std::string_view type, const Value& attributes) {
  const auto* toxic = find_toxic_type(type);
  if (toxic == nullptr) return attributes;
  Value parameters{contracts::Object{}};
  for (const auto& [name, value] : attributes.members()) {
    const auto info = std::find_if(toxic->attributes.begin(), toxic->attributes.end(),
                                   [&name = name](const auto& each) { return each.name == name; });
    const bool converts = info != toxic->attributes.end() && value.is_number();
    if (converts) {
      parameters.set(info->parameter, value.text() + std::string(suffix(info->unit)));
    } else {
      parameters.set(info != toxic->attributes.end() ? info->parameter : std::string_view(name), value);
    }
  }
  return parameters;
}

Value attributes_of(const ToxicType& type, const Value& parameters) {
  Value attributes = default_attributes(type.type);
  if (!parameters.is_object()) return attributes;
  for (const auto& [name, value] : parameters.members()) {
    const auto info = std::find_if(type.attributes.begin(), type.attributes.end(),
                                   [&name = name](const auto& each) { return each.parameter == name; });
    if (info == type.attributes.end()) {
      if (name != "direction") attributes.set(name, value);
      continue;
    }
    const bool text = value.is_string() || value.is_number();
    if (const auto number = text ? in_unit(info->unit, value.text()) : std::nullopt) {
      attributes.set(info->name, *number);
    } else {
      attributes.erase(info->name);
      attributes.set(name, value);
    }
  }
  drop_what_is_said_otherwise(type, attributes);
  return attributes;
}

}  // namespace squall::chaos::toxiproxy
