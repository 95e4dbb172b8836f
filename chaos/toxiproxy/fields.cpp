#include "chaos/toxiproxy/fields.h"

#include "contracts/core/document.h"
#include "contracts/core/units.h"

namespace squall::chaos::toxiproxy {
namespace {

using contracts::Value;

constexpr contracts::Limits kLimits{64, 200'000, 16u << 20};

}  // namespace

Outcome<Value> parse_body(const std::string& body) {
  if (body.find_first_not_of(" \t\r\n") == std::string::npos) return bad_request_body("EOF");
  const auto document = contracts::Document::parse_json(body, kLimits);
  if (!document) return bad_request_body(contracts::to_string(document.error()));
  return Value(document->root());
}

const Value* find_given(const Value& object, std::string_view name) {
  const auto* value = object.find(name);
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
