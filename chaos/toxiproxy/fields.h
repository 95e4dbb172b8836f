#pragma once
// Members of a JSON object, read as Toxiproxy does: null is absent, unknown names are ignored, a wrong type is an
// error; a name that is not there as it is written is looked for whatever the case of its letters ("Name" is `name`).

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "chaos/toxiproxy/api_error.h"
#include "contracts/core/value.h"

namespace squall::chaos::toxiproxy {

// One JSON value; what follows an object or array is ignored. Errors: 400, located by line and column.
Outcome<contracts::Value> parse_body(const std::string& body);
// The same, where an object is wanted: null says as little as {}.
Outcome<contracts::Value> parse_object(const std::string& body);
Outcome<std::optional<std::string>> read_text(const contracts::Value& object, std::string_view name);
Outcome<std::optional<bool>> read_flag(const contracts::Value& object, std::string_view name);
// A text such as "30s", or a number of milliseconds.
Outcome<std::optional<std::chrono::nanoseconds>> read_time(const contracts::Value& object, std::string_view name);
// "10%", or a number from 0 to 1.
Outcome<std::optional<double>> read_share(const contracts::Value& object, std::string_view name);
// nullptr when absent; of several that differ in case alone, the last.
const contracts::Value* find_member(const contracts::Value& object, std::string_view name);
// nullptr when absent or null.
const contracts::Value* find_given(const contracts::Value& object, std::string_view name);

}  // namespace squall::chaos::toxiproxy
