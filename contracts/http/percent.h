#pragma once
// Percent-encoding (RFC 3986, section 2.1).

#include <string>
#include <string_view>

namespace squall::contracts::http {

std::string percent_decode(std::string_view text, bool plus_is_space = false);  // malformed escapes stay as they are
std::string percent_encode(std::string_view text);                              // all but unreserved
std::string percent_encode_allowing(std::string_view text, std::string_view also_allowed);

}  // namespace squall::contracts::http
