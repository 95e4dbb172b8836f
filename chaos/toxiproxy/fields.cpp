#include "chaos/toxiproxy/fields.h"

#include "contracts/core/document.h"
#include "contracts/core/units.h"
#include "contracts/http/message.h"

namespace squall::chaos::toxiproxy {
namespace {

using contracts::Value;

constexpr contracts::Limits kLimits{64, 200'000, 16u << 20};
constexpr const char* kSpace = " \t\r\n";

// Up to the end of the first object or array, where that is what the text begins with.
std::string first_value(const std::string& text) {
  const auto start = text.find_first_not_of(kSpace);
  if (start == std::string::npos || (text[start] != '{' && text[start] != '[')) return text;
  int depth = 0;
  bool quoted = false;
  for (std::size_t i = start; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted && c == '\\') {
      ++i;
    } else if (c == '"') {
      quoted = !quoted;
    } else if (!quoted && (c == '{' || c == '[')) {
      ++depth;
    } else if (!quoted && (c == '}' || c == ']') && --depth == 0) {
      return text.substr(0, i + 1);
    }
  }
  return text;
}

}  // namespace

Outcome<Value> parse_body(const std::string& body) {
  if (body.find_first_not_of(kSpace) == std::string::npos) return bad_request_body("EOF");
  const auto document = contracts::Document::parse_json(first_value(body), kLimits);
  if (!document) return bad_request_body(contracts::to_string(document.error()));
  return Value(document->root());
}

Outcome<Value> parse_object(const std::string& body) {
  return parse_body(body).map([](Value value) { return value.is_null() ? Value(contracts::Object{}) : value; });
}

const Value* find_member(const Value& object, std::string_view name) {
  const Value* found = object.find(name);
  if (found != nullptr || !object.is_object()) return found;
  for (const auto& [key, value] : object.members()) {
    if (contracts::http::equal_ignoring_case(key, name)) found = &value;
  }
  return found;
}

const Value* find_given(const Value& object, std::string_view name) {
  const auto* value = find_member(object, name);
  return value == nullptr || value->is_null() ? nullptr : value;
}

Outcome<std::optional<std::string>> read_text(const Value& object, std::string_view name) {
  const auto* value = find_given(object, name);
  if (value == nullptr) return std::nullopt;
  if (!value->is_string()) {
    return bad_request_body(std::string(name) + ": expected a string, found " +
                            std::string(contracts::to_string(value->kind())));
  }
  return value->text();
}

Outcome<std::optional<bool>> read_flag(const Value& object, std::string_view name) {
  const auto* value = find_given(object, name);
  if (value == nullptr) return std::nullopt;
  if (!value->is_boolean()) {
    return bad_request_body(std::string(name) + ": expected true or false, found " +
                            std::string(contracts::to_string(value->kind())));
  }
  return value->boolean();
}

Outcome<std::optional<std::chrono::nanoseconds>> read_time(const Value& object, std::string_view name) {
  const auto* value = find_given(object, name);
  if (value == nullptr) return std::nullopt;
  const bool scalar = value->is_number() || value->is_string();
  const auto time = contracts::parse_duration(scalar ? value->text() + (value->is_number() ? "ms" : "") : "");
  if (!time || time->count() < 0) {
    return bad_request_body(std::string(name) + ": expected a time such as \"30s\", or milliseconds, found " +
                            contracts::to_json(*value));
  }
  return *time;
}

Outcome<std::optional<double>> read_share(const Value& object, std::string_view name) {
  const auto* value = find_given(object, name);
  if (value == nullptr) return std::nullopt;
  const auto share = contracts::parse_share(value->is_number() || value->is_string() ? value->text() : "");
  if (!share) {
    return bad_request_body(std::string(name) + ": expected a share such as \"10%\" or 0.1, found " +
                            contracts::to_json(*value));
  }
  return *share;
}

}  // namespace squall::chaos::toxiproxy
