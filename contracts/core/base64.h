#pragma once
// Base64 (RFC 4648, section 4).

#include <optional>
#include <string>
#include <string_view>

namespace squall::contracts {

std::string base64_encode(std::string_view bytes);  // padded
// nullopt: other characters, or no whole groups of four. Padding is required.
std::optional<std::string> base64_decode(std::string_view text);

}  // namespace squall::contracts
