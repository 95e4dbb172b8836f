#pragma once
// Content codings (RFC 9110, section 8.4): what a body is before gzip or deflate.

#include <cstddef>
#include <string>

#include "contracts/http/message.h"

namespace squall::contracts::http {

struct DecodedBody {
  std::string text;     // the body without its codings; as it came where `unknown` or `problem` is set
  std::string unknown;  // a coding that is not undone here ("br"), as it was written; "" when all were
  std::string problem;  // why it cannot be undone: cut off, damaged, beyond the limit; "" when it could
};

// True when Content-Encoding names anything but identity.
bool is_encoded(const Headers& headers);
// Undoes gzip (x-gzip) and deflate, in reverse of the order they were applied. deflate is zlib (RFC 1950), and raw (RFC
// 1951) where a sender got that wrong. More than `limit` bytes are never made: a bomb is a problem. An empty body is
// left alone: answers to HEAD name the coding of what they leave out.
DecodedBody decode_body(const Headers& headers, const std::string& body, std::size_t limit = 64u * 1024 * 1024);

}  // namespace squall::contracts::http
