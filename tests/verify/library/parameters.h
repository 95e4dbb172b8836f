#pragma once
// Parameters, read as strictly as bodies: one that takes a single value and is given twice is a mistake.

#include <optional>
#include <string>
#include <vector>

#include "tests/verify/library/message.h"

namespace library {

enum class As { text, integer, boolean };

// The value that a text stands for; a text that stands for none stays one, for the rule to refuse.
Json typed(const std::string& text, As as);
std::optional<Json> query_value(const Request& request, const std::string& name, As as, const Rule& rule, Found& found);
std::optional<std::int64_t> query_integer(const Request& request, const std::string& name, std::int64_t at_least,
                                          std::int64_t at_most, Found& found);
Json query_list(const Request& request, const std::string& name, const Rule& rule, Found& found);  // ?a=1&a=2
std::optional<std::string> header_value(const Request& request, const std::string& name, Accepts accepts, Found& found);

}  // namespace library
