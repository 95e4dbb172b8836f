#pragma once
// An answer as bytes, for servers and faults.

#include <string>
#include <string_view>

#include "contracts/http/message.h"

namespace squall::chaos::http {

// Content-Length, Date and Connection are set here, whatever the answer's headers say of them. A body is left out, and
// its length kept, for HEAD; 1xx, 204 and 304 have neither (RFC 9110, section 8.6).
std::string write_answer(const contracts::http::Response& answer, std::string_view method, bool keep_alive);

}  // namespace squall::chaos::http
