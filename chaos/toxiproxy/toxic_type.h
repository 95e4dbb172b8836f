#pragma once
// The toxics that Toxiproxy has, each a fault of the registry with its attributes by other names and in fixed units.
// Every other fault of the registry is a toxic type as well, with its parameters as attributes.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "chaos/faults/registry.h"
#include "chaos/toxiproxy/api_error.h"
#include "contracts/core/value.h"

namespace squall::chaos::toxiproxy {

enum class Unit { milliseconds, microseconds, bytes, kilobytes_per_second };  // a kilobyte is 1000 bytes

struct AttributeInfo {
  std::string_view name;       // Toxiproxy's
  std::string_view parameter;  // of the fault
  Unit unit;                   // of a whole number; 0 when absent
  // A parameter of the fault that says it in another way: beside it the attribute is absent, not 0.
  std::string_view instead = "";
};

struct ToxicType {
  std::string_view type;
  std::string_view fault;  // its kind
  std::vector<AttributeInfo> attributes;
  // The attribute without which the toxic does nothing: at 0 it is a noop. "" when there is none.
  std::string_view essential;
};

std::span<const ToxicType> toxic_types();
const ToxicType* find_toxic_type(std::string_view type);  // nullptr for the registry's own
bool is_toxic_type(std::string_view type);                // either

// `known` with what `given` (an object, or null) says. A Toxiproxy toxic takes its own attributes as whole numbers,
// whatever the case of their letters, and the fault's parameters in the registry's notation; what is neither is
// ignored, as Toxiproxy does.
Outcome<contracts::Value> merge_attributes(std::string_view type, const contracts::Value& known,
                                           const contracts::Value& given);
// The attributes of a toxic that was given none.
contracts::Value default_attributes(std::string_view type);
// The fault's parameters, without direction.
contracts::Value parameters_of(std::string_view type, const contracts::Value& attributes);
// And back: whole numbers of the unit where the value is one.
contracts::Value attributes_of(const ToxicType& type, const contracts::Value& parameters);

}  // namespace squall::chaos::toxiproxy
