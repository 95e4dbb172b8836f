#pragma once
// Values that mean something to the provider, put where a request has a place for them (message_generator.h).

#include <optional>
#include <string>

#include "contracts/match/message_generator.h"
#include "contracts/match/request_assembly.h"

namespace squall::contracts::match {

// What is known for a path or query parameter and can be written there.
std::optional<Value> known_value(const openapi::Parameter& parameter, const KnownValues& known);
// It shall be a value that the provider does not know.
bool is_to_be_unknown(const openapi::Parameter& parameter, const KnownValues& known);
// Sets the body's members that are known, where they are there or the schema declares them; except at the pointer,
// above and below it. They are noted in `values.known_members`.
void set_known_members(RequestValues& values, const KnownValues& known, std::string_view except = "-");

}  // namespace squall::contracts::match
