#pragma once
// Words in a header field. Internal to this room.

#include <string>

namespace squall::harness {

// Field content is visible ASCII and spaces (RFC 9110, section 5.5); a request's bytes are not to be trusted with more.
inline std::string header_text(std::string text) {
  for (char& c : text) {
    if (c < ' ' || c > '~') c = '?';
  }
  return text;
}

}  // namespace squall::harness
