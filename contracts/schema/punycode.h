#pragma once
// Punycode (RFC 3492): international labels of host names in ASCII, without the "xn--".

#include <optional>
#include <string>
#include <string_view>

namespace squall::contracts::schema {

// nullopt when malformed.
std::optional<std::u32string> punycode_decode(std::string_view text);
std::string punycode_encode(std::u32string_view label);

}  // namespace squall::contracts::schema
