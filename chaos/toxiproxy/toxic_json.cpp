#include "chaos/toxiproxy/toxic_json.h"

#include <algorithm>
#include <cmath>

#include "chaos/faults/conditions.h"
#include "chaos/toxiproxy/fields.h"
#include "chaos/toxiproxy/toxic_type.h"
#include "contracts/core/document.h"
#include "contracts/core/number.h"
#include "contracts/core/units.h"

namespace squall::chaos::toxiproxy {
namespace {

using contracts::Value;

Outcome<StreamName> read_stream(const Value& json) {
  auto text = read_text(json, "stream");
  SQUALL_API_TRY(text);
  std::string stream = text->value_or("downstream");
  for (char& c : stream) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  if (stream == "downstream") return StreamName::downstream;
  if (stream == "upstream") return StreamName::upstream;
  return invalid_stream();
}

Outcome<double> read_toxicity(const Value& json, double known) {
  const auto* value = find_given(json, "toxicity");
  if (value == nullptr) return known;
  const double share = value->is_number() ? contracts::to_double(value->text()) : NAN;
  if (!std::isfinite(share)) {
    return bad_request_body("toxicity: expected a number, found " + contracts::to_json(*value));
  }
  return share;
}

Outcome<std::optional<std::chrono::nanoseconds>> read_ttl(const Value& json,
                                                          std::optional<std::chrono::nanoseconds> known) {
  const auto* value = find_member(json, "ttl");
  if (value == nullptr) return known;
  if (value->is_null()) return std::nullopt;
  auto time = read_time(json, "ttl");
  SQUALL_API_TRY(time);
  if ((*time)->count() == 0) return bad_request_body("ttl: the toxic would last no time at all");
  return time;
}

bool is_condition(std::string_view name) {
  const auto names = condition_names();
  return name != "id" && name != "share" && std::find(names.begin(), names.end(), name) != names.end();
}

// Which requests; the other conditions say when, and stand by themselves.
bool is_match_member(std::string_view name) {
  return name != "first" && name != "every" && name != "after" && name != "for";
}

// Equal conditions are equal toxics, in whatever order they were written.
Value in_order(const Value& conditions) {
  Value ordered{contracts::Object{}};
  for (const std::string_view name : condition_names()) {
    if (const auto* value = conditions.find(name)) ordered.set(name, *value);
  }
  return ordered;
}

// Members that are unknown are ignored, as Toxiproxy does; in `match`, which is ours, they are errors.
Outcome<Value> read_conditions(const Value& json, Value known) {
  const auto* match = find_member(json, "match");
  if (match != nullptr) {
    if (!match->is_null() && !match->is_object()) return bad_request_body("match: expected an object of conditions");
    const Value before = known;
    for (const auto& [name, value] : before.members()) {
      if (is_match_member(name)) known.erase(name);
    }
    if (match->is_object()) {
      for (const auto& [name, value] : match->members()) {
        if (!is_condition(name)) return bad_request_body("match: unknown condition '" + name + "'");
        known.set(name, value);
      }
    }
  }
  for (const auto& [name, value] : json.members()) {
    if (!is_condition(name)) continue;
    value.is_null() ? void(known.erase(name)) : known.set(name, value);
  }
  return in_order(known);
}

Outcome<void> read_rest(const Value& json, Toxic& toxic) {
  auto toxicity = read_toxicity(json, toxic.toxicity);
  SQUALL_API_TRY(toxicity);
  toxic.toxicity = *toxicity;
  const auto* attributes = find_member(json, "attributes");
  auto merged = merge_attributes(toxic.type, toxic.attributes, attributes == nullptr ? Value() : *attributes);
  SQUALL_API_TRY(merged);
  toxic.attributes = std::move(*merged);
  auto conditions = read_conditions(json, toxic.conditions);
  SQUALL_API_TRY(conditions);
  toxic.conditions = std::move(*conditions);
  auto ttl = read_ttl(json, toxic.ttl);
  SQUALL_API_TRY(ttl);
  toxic.ttl = *ttl;
  return {};
}

}  // namespace

Outcome<Toxic> read_toxic_head(const Value& json) {
  if (!json.is_object()) return bad_request_body("expected an object");
  Toxic toxic;
  auto name = read_text(json, "name");
  SQUALL_API_TRY(name);
  auto type = read_text(json, "type");
  SQUALL_API_TRY(type);
  auto stream = read_stream(json);
  SQUALL_API_TRY(stream);
  toxic.type = type->value_or("");
  if (!is_toxic_type(toxic.type)) return invalid_toxic_type();
  toxic.stream = *stream;
  toxic.name = name->value_or("");
  if (toxic.name.empty()) toxic.name = toxic.type + "_" + to_string(toxic.stream);
  toxic.attributes = default_attributes(toxic.type);
  return toxic;
}

Outcome<Toxic> read_toxic(const Value& json) {
  auto toxic = read_toxic_head(json);
  SQUALL_API_TRY(toxic);
  SQUALL_API_TRY(read_rest(json, *toxic));
  return toxic;
}

Outcome<Toxic> patch_toxic(const Toxic& known, const Value& json) {
  if (!json.is_object()) return bad_request_body("expected an object");
  Toxic toxic = known;
  SQUALL_API_TRY(read_rest(json, toxic));
  return toxic;
}

Value to_value(const Toxic& toxic) {
  Value json{contracts::Object{}};
  json.set("attributes", toxic.attributes);
  json.set("name", toxic.name);
  json.set("type", toxic.type);
  json.set("stream", to_string(toxic.stream));
  json.set("toxicity", toxic.toxicity);
  Value match{contracts::Object{}};
  for (const auto& [name, value] : toxic.conditions.members()) {
    (is_match_member(name) ? match : json).set(name, value);
  }
  if (!match.members().empty()) json.set("match", std::move(match));
  if (toxic.ttl) json.set("ttl", contracts::format_duration(*toxic.ttl));
  return json;
}

}  // namespace squall::chaos::toxiproxy
