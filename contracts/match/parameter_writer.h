#pragma once
// Values as text on the wire: the inverse of parameter_reader.h.

#include <optional>
#include <string>

#include "contracts/core/value.h"
#include "contracts/match/wire_text.h"
#include "contracts/openapi/contract.h"

namespace squall::contracts::match {

std::string scalar_text(const Value& value);  // "" for null, arrays and objects

// What a path parameter becomes in its segment, percent-encoded; nullopt when its style cannot say this value.
std::optional<std::string> write_path(const openapi::Parameter& parameter, const Value& value);
// Encoded name=value pairs of a query or a cookie.
std::optional<Pairs> write_query(const openapi::Parameter& parameter, const Value& value);
// Style simple, not percent-encoded; nullopt when a header cannot carry it (control characters, outer spaces).
std::optional<std::string> write_header(bool explode, const openapi::MediaTypeObject* content, const Value& value);

}  // namespace squall::contracts::match
