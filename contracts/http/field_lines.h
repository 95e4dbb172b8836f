#pragma once
// Fields that come in several lines.

#include <string>
#include <string_view>

#include "contracts/http/message.h"

namespace squall::contracts::http {

// All lines of that name as one value, in their order, with ", " between (RFC 9110, section 5.3); "" when there is
// none. Set-Cookie alone cannot be told so.
std::string combined(const Headers& headers, std::string_view name);

}  // namespace squall::contracts::http
