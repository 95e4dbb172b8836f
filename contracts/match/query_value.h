#pragma once
// One parameter of a query, by its name.

#include <optional>
#include <string>
#include <string_view>

namespace squall::contracts::match {

// Decoded; the first of that name, nullopt when there is none. `target`: path and query.
std::optional<std::string> query_value(std::string_view target, std::string_view name);

}  // namespace squall::contracts::match
