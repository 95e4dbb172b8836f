#pragma once
// The reference tokens of a JSON Pointer (RFC 6901). Appending is pointer_child, in document.h.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace squall::contracts {

std::string pointer_unescape(std::string_view token);              // ~1 is /, ~0 is ~
std::optional<std::size_t> pointer_index(std::string_view token);  // digits without leading zeros
bool is_json_pointer(std::string_view text);                       // section 3

}  // namespace squall::contracts
