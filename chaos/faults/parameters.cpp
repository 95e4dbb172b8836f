#include "chaos/faults/parameters.h"

#include <algorithm>

#include "contracts/core/document.h"
#include "contracts/core/number.h"
#include "contracts/core/suggest.h"
#include "contracts/core/units.h"

namespace squall::chaos {
namespace {

using contracts::Error;
using contracts::ErrorKind;
using contracts::fail;
using contracts::Result;
using contracts::Value;

Error at(std::string_view name, std::string message, std::string hint = {}) {
  Error error{ErrorKind::usage, std::move(message), {}, std::move(hint)};
  error.location.pointer = contracts::pointer_child("", name);
  return error;
}

Error unknown(std::span<const ParameterInfo> table, const std::string& name) {
  std::vector<std::string> names;
  std::string list;
  for (const auto& info : table) {
    names.emplace_back(info.name);
    list += (list.empty() ? "" : ", ") + std::string(info.name);
  }
  const auto near = contracts::nearest(name, names);
  const auto hint =
      near.empty() ? (list.empty() ? "it takes no parameters" : "it takes " + list) : "did you mean '" + near + "'?";
  return at(name, "unknown parameter '" + name + "'", hint);
}

// "10 calls", "10"
Result<std::uint64_t> parse_count(std::string_view text) {
  for (const std::string_view suffix : {" calls", " call"}) {
    if (text.ends_with(suffix)) text.remove_suffix(suffix.size());
  }
  const auto number = contracts::is_json_number(text) ? contracts::to_int64(text) : std::nullopt;
  if (!number || *number < 0)
    return fail(ErrorKind::usage, "expected a whole number, found '" + std::string(text) + "'");
  return static_cast<std::uint64_t>(*number);
}

// "64KiB/s", "64KiB"
Result<std::uint64_t> parse_bandwidth(std::string_view text) {
  if (text.ends_with("/s")) text.remove_suffix(2);
  return contracts::parse_size(text);
}

Result<double> parse_real(std::string_view text) {
  if (!contracts::is_json_number(text))
    return fail(ErrorKind::usage, "expected a number, found '" + std::string(text) + "'");
  return contracts::to_double(text);
}

// Either end of a ramp.
Result<double> parse_end(ParameterType type, std::string_view text) {
  if (type == ParameterType::share) return contracts::parse_share(text);
  if (type == ParameterType::bandwidth) {
    SQUALL_TRY_ASSIGN(const auto rate, parse_bandwidth(text));
    return static_cast<double>(rate);
  }
  SQUALL_TRY_ASSIGN(const auto time, contracts::parse_duration(text));
  return static_cast<double>(time.count());
}

Result<bool> parse_boolean(std::string_view text) {
  if (text == "true") return true;
  if (text == "false") return false;
  return fail(ErrorKind::usage, "expected true or false, found '" + std::string(text) + "'");
}

Result<std::string> parse_choice(const ParameterInfo& info, const std::string& text) {
  std::string list;
  for (const auto choice : info.choices) {
    if (choice == text) return text;
    list += (list.empty() ? "" : ", ") + std::string(choice);
  }
  return fail(ErrorKind::usage, "expected one of " + list + ", found '" + text + "'");
}

Result<contracts::http::Headers> read_headers(const Value& value) {
  contracts::http::Headers headers;
  for (const auto& [name, content] : value.members()) {
    if (!content.is_string() && !content.is_number()) {
      return fail(ErrorKind::usage, "header '" + name + "': expected text");
    }
    if (name.empty() || name.find_first_of(" \t\r\n:") != std::string::npos ||
        content.text().find_first_of("\r\n") != std::string::npos) {
      return fail(ErrorKind::usage,
                  "header '" + name + "' cannot be sent: line ends, blanks and colons are not allowed");
    }
    headers.add(name, content.text());
  }
  return headers;
}

template <class Setting, class T>
Result<Setting> settle(Result<T> parsed) {
  if (!parsed) return contracts::fail(std::move(parsed).error());
  Result<Setting> settled;
  settled->template emplace<T>(std::move(*parsed));
  return settled;
}

}  // namespace

Result<Parameters::Setting> Parameters::read_text(const ParameterInfo& info, const std::string& text) {
  if (info.ramps) {
    return settle<Setting>(parse_ramp(text, [&info](std::string_view end) { return parse_end(info.type, end); }));
  }
  switch (info.type) {
    case ParameterType::duration:
      return settle<Setting>(contracts::parse_duration(text));
    case ParameterType::size:
      return settle<Setting>(contracts::parse_size(text));
    case ParameterType::bandwidth:
      return settle<Setting>(parse_bandwidth(text));
    case ParameterType::share:
      return settle<Setting>(contracts::parse_share(text));
    case ParameterType::rate:
      return settle<Setting>(contracts::parse_rate(text));
    case ParameterType::integer:
    case ParameterType::calls:
      return settle<Setting>(parse_count(text));
    case ParameterType::real:
      return settle<Setting>(parse_real(text));
    case ParameterType::boolean:
      return settle<Setting>(parse_boolean(text));
    case ParameterType::choice:
      return settle<Setting>(parse_choice(info, text));
    case ParameterType::text:
      return Setting{text};
    case ParameterType::headers:
      break;
  }
  return fail(ErrorKind::usage, "expected an object of header names and values");
}

Result<Parameters::Setting> Parameters::read_one(const ParameterInfo& info, const Value& value) {
  if (info.type == ParameterType::headers && value.is_object()) return settle<Setting>(read_headers(value));
  if (info.type == ParameterType::text && (value.is_object() || value.is_array()))
    return Setting{contracts::to_json(value)};
  if (value.is_boolean()) return read_text(info, value.boolean() ? "true" : "false");
  if (value.is_string() || value.is_number()) return read_text(info, value.text());
  return fail(ErrorKind::usage, "expected a value, found " + std::string(contracts::to_string(value.kind())));
}

Result<Parameters> Parameters::read(std::span<const ParameterInfo> table, const Value& given) {
  Parameters parameters;
  if (!given.is_null() && !given.is_object()) {
    return fail(ErrorKind::usage,
                "expected an object of parameters, found " + std::string(contracts::to_string(given.kind())));
  }
  if (given.is_object()) {
    for (const auto& [name, value] : given.members()) {
      const auto info =
          std::find_if(table.begin(), table.end(), [&name = name](const auto& each) { return each.name == name; });
      if (info == table.end()) return fail(unknown(table, name));
      auto setting = read_one(*info, value);
      if (!setting) return fail(at(name, name + ": " + setting.error().message, setting.error().hint));
      parameters.values_.insert_or_assign(name, std::move(*setting));
    }
  }
  for (const auto& info : table) {
    if (parameters.has(info.name)) continue;
    const std::string name(info.name);
    if (info.required) return fail(at(name, "parameter '" + name + "' is missing: " + std::string(info.summary)));
    if (info.default_text.empty()) continue;
    auto setting = read_text(info, std::string(info.default_text));
    if (!setting) return fail(at(name, "default of " + name + ": " + setting.error().message));
    parameters.values_.insert_or_assign(name, std::move(*setting));
  }
  return parameters;
}

}  // namespace squall::chaos
