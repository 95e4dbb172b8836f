#pragma once
// UTF-8 (RFC 3629).

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace squall::contracts {

// The length of the well-formed sequence at the front (1 to 4), or 0: overlong forms, surrogates and code points beyond
// U+10FFFF are malformed.
std::size_t utf8_sequence(std::string_view text);
bool is_utf8(std::string_view text);
// Code points of well-formed UTF-8.
std::size_t utf8_length(std::string_view text);
// Well-formed whatever comes in: each byte that does not belong becomes U+FFFD (Unicode 15, section 3.9).
std::string valid_utf8(std::string_view text);
void append_utf8(std::string& out, std::uint32_t code_point);
// Decodes the sequence at the front of well-formed, non-empty UTF-8 and removes it.
std::uint32_t next_code_point(std::string_view& text);

}  // namespace squall::contracts
