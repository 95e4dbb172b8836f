#include "harness/stub_record/yaml_text.h"

#include <cstdint>

#include "contracts/core/utf8.h"

namespace squall::harness {
namespace {

// Control characters, line and paragraph separators, the byte order mark, and what is no character.
bool is_awkward(std::uint32_t code) {
  return code < 0x20 || (code >= 0x7f && code <= 0x9f) || code == 0x2028 || code == 0x2029 || code == 0xfeff ||
         code == 0xfffe || code == 0xffff;
}

// Well-formed UTF-8, with something else for each awkward character.
template <class Instead>
std::string without_awkward(std::string_view text, Instead instead) {
  std::string made;
  while (!text.empty()) {
    const std::size_t size = contracts::utf8_sequence(text);
    const std::string_view character = text.substr(0, size == 0 ? 1 : size);
    text.remove_prefix(character.size());
    std::string_view rest = character;
    if (size == 0) {
      made += character;  // not UTF-8: whoever reads it says so
    } else if (const std::uint32_t code = contracts::next_code_point(rest); is_awkward(code)) {
      made += instead(code);
    } else {
      made += character;
    }
  }
  return made;
}

std::string escaped(std::uint32_t code) {
  constexpr char hex[] = "0123456789abcdef";
  std::string text = "\\u";
  for (int shift = 12; shift >= 0; shift -= 4) text += hex[(code >> shift) & 15];
  return text;
}

}  // namespace

std::string yaml_text(const contracts::Value& value) {
  return without_awkward(contracts::to_json(value), escaped);
}

std::string yaml_comment(std::string_view words) {
  return without_awkward(contracts::valid_utf8(words), [](std::uint32_t) { return std::string(" "); });
}

}  // namespace squall::harness
