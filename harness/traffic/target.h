#pragma once
// Where a call goes, and whether it can be put on the wire as it is.

#include <string>
#include <string_view>

#include "contracts/http/message.h"

namespace squall::harness {

struct BaseUrl {
  std::string origin;     // "http://127.0.0.1:8080"
  std::string authority;  // "127.0.0.1:8080"
  std::string path;       // "/v1"; "" for the root
};

// "http://127.0.0.1:8080/v1/" -> its parts; no check of the authority.
BaseUrl split_base_url(std::string_view url);

// "" or why this request would not arrive as it was meant: white space in the target, line breaks in a header, a method
// that is no token (RFC 9110, section 5.6.2), a body on HEAD.
std::string why_unsendable(const contracts::http::Request& request);

}  // namespace squall::harness
