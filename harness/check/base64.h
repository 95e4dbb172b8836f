#pragma once

#include <string>
#include <string_view>

namespace squall::harness {

std::string base64(std::string_view bytes);  // RFC 4648, section 4

}  // namespace squall::harness
