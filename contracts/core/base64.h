#pragma once
// Base64 and base64url (RFC 4648, sections 4 and 5).

#include <optional>
#include <string>
#include <string_view>

namespace squall::contracts {

std::string base64_encode(std::string_view bytes);  // padded
// nullopt: other characters, or no whole groups of four. Padding is required.
std::optional<std::string> base64_decode(std::string_view text);

std::string base64url_encode(std::string_view bytes);  // without padding (RFC 7515, appendix C)
// nullopt: other characters, padding, or a length that nothing encodes to.
std::optional<std::string> base64url_decode(std::string_view text);

}  // namespace squall::contracts
