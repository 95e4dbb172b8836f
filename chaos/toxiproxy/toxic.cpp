#include "chaos/toxiproxy/toxic.h"

#include <algorithm>

#include "chaos/faults/conditions.h"
#include "chaos/faults/registry.h"
#include "chaos/toxiproxy/toxic_type.h"
#include "contracts/core/document.h"
#include "contracts/core/number.h"

namespace squall::chaos::toxiproxy {
namespace {

using contracts::Value;

std::string said(const contracts::Error& error) {
  return error.message + (error.hint.empty() ? "" : "; " + error.hint);
}

std::int64_t number_at(const Value& attributes, std::string_view name) {
  const auto* value = attributes.find(name);
  return value != nullptr && value->is_number() ? contracts::to_int64(value->text()).value_or(0) : -1;
}

bool does_nothing(const ToxicType& type, const Value& attributes) {
  return !type.essential.empty() && number_at(attributes, type.essential) == 0;
}

// In any unit; times of so much can still be added up.
constexpr std::int64_t kMost = 1'000'000'000'000;

// What Toxiproxy's clients may ask for all the same: less than nothing is nothing; a variation as large as the pieces
// would leave pieces of nothing.
Value bounded(const Toxic& toxic, const ToxicType* type) {
  Value attributes = toxic.attributes;
  for (const auto& info : type == nullptr ? std::vector<AttributeInfo>{} : type->attributes) {
    const auto* const value = attributes.find(info.name);
    if (value == nullptr || !value->is_number()) continue;
    attributes.set(info.name, std::clamp<std::int64_t>(contracts::to_int64(value->text()).value_or(0), 0, kMost));
  }
  const auto size = number_at(attributes, "average_size"), variation = number_at(attributes, "size_variation");
  if (toxic.type == "slicer" && size > 0 && variation >= size) attributes.set("size_variation", size - 1);
  return attributes;
}

bool takes_direction(const FaultDescriptor& fault) {
  return std::any_of(fault.parameters.begin(), fault.parameters.end(),
                     [](const auto& parameter) { return parameter.name == "direction"; });
}

Outcome<void> read_conditions(const Value& conditions, FaultSpec& spec) {
  const auto document = contracts::Document::of(conditions);
  for (const auto& member : document.root().members()) {
    const auto known = read_condition(spec, member.key, member.value);
    if (!known) return bad_request_body(said(known.error()));
    if (!*known) return bad_request_body("match: unknown condition '" + std::string(member.key) + "'");
  }
  return {};
}

}  // namespace

const char* to_string(StreamName stream) {
  return stream == StreamName::upstream ? "upstream" : "downstream";
}

Outcome<FaultSpec> fault_of(const Toxic& toxic, Protocol protocol, bool tls_proxy) {
  FaultSpec spec;
  SQUALL_API_TRY(read_conditions(toxic.conditions, spec));
  spec.id = toxic.name;
  spec.share = std::clamp(toxic.toxicity, 0.0, 1.0);
  const auto* type = find_toxic_type(toxic.type);
  const Value attributes = bounded(toxic, type);
  const bool nothing = type != nullptr && does_nothing(*type, attributes);
  spec.kind = nothing ? "noop" : type != nullptr ? std::string(type->fault) : toxic.type;
  const auto* fault = find_fault(spec.kind);
  if (fault == nullptr) return invalid_toxic_type();
  spec.parameters = nothing ? Value(contracts::Object{}) : parameters_of(toxic.type, attributes);
  if (takes_direction(*fault) && spec.parameters.find("direction") == nullptr) {
    spec.parameters.set("direction", toxic.stream == StreamName::upstream ? "up" : "down");
  }
  if (const auto checked = check(spec, protocol, true, tls_proxy); !checked)
    return bad_request_body(said(checked.error()));
  return spec;
}

Toxic toxic_of(const FaultSpec& spec) {
  Toxic toxic;
  toxic.name = spec.id;
  toxic.type = spec.kind;
  toxic.toxicity = spec.share;
  toxic.conditions = conditions_of(spec);
  toxic.conditions.erase("share");
  const auto* direction = spec.parameters.find("direction");
  if (direction != nullptr && direction->is_string() && direction->text() == "up") {
    toxic.stream = StreamName::upstream;
  }
  const auto* type = find_toxic_type(spec.kind);
  if (type != nullptr) {
    toxic.attributes = attributes_of(*type, spec.parameters);
    if (direction != nullptr && direction->is_string() && direction->text() == "both") {
      toxic.attributes.set("direction", "both");
    }
  } else if (spec.parameters.is_object()) {
    toxic.attributes = spec.parameters;
  }
  if (toxic.name.empty()) toxic.name = toxic.type + "_" + to_string(toxic.stream);
  return toxic;
}

}  // namespace squall::chaos::toxiproxy
