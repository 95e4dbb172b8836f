#pragma once
// An answer as bytes, for servers and faults.

#include <string>
#include <string_view>

#include "contracts/http/message.h"

namespace squall::chaos::http {

// Content-Length, Date and Connection are set here, whatever the answer's headers say of them. A body is left out, and
// its length kept, for HEAD; 1xx, 204 and 304 have neither (RFC 9110, section 8.6).
// Where `may_be_chunked` and the answer's headers have `Transfer-Encoding: chunked`, its body goes in at least two
// chunks, of 4 KiB at most, without Content-Length (RFC 9112, section 7.1).
std::string write_answer(const contracts::http::Response& answer, std::string_view method, bool keep_alive,
                         bool may_be_chunked = false);

}  // namespace squall::chaos::http
