#pragma once
// Words in a header field.

#include <string>

namespace squall::harness {

// Control characters become spaces (RFC 9110, section 5.5): what a request says must not end a field.
inline std::string header_text(std::string text) {
  for (char& c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7f) c = ' ';
  }
  return text;
}

}  // namespace squall::harness
