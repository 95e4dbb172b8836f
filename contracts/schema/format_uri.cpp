#include <algorithm>

#include "contracts/core/ascii.h"
#include "contracts/core/pointer.h"
#include "contracts/core/utf8.h"
#include "contracts/schema/format.h"

namespace squall::contracts::schema {
namespace {

bool is_unreserved(char c) {
  return is_letter(c) || is_digit(c) || std::string_view("-._~").find(c) != std::string_view::npos;
}
bool is_sub_delimiter(char c) {
  return std::string_view("!$&'()*+,;=").find(c) != std::string_view::npos;
}

// A character of ucschar or iprivate (RFC 3987, section 2.2), roughly: no controls, surrogates or noncharacters.
bool is_international(std::uint32_t c) {
  return c >= 0xA0 && !(c >= 0xD800 && c < 0xE000) && !(c >= 0xFDD0 && c < 0xFDF0) && (c & 0xFFFE) != 0xFFFE;
}

// Every character is unreserved, a sub-delimiter, a percent escape or one of `also`.
bool made_of(std::string_view text, std::string_view also, bool international) {
  while (!text.empty()) {
    const char c = text.front();
    if (c == '%') {
      if (text.size() < 3 || !is_hex_digit(text[1]) || !is_hex_digit(text[2])) return false;
      text.remove_prefix(3);
    } else if (static_cast<unsigned char>(c) >= 0x80) {
      if (!international || !is_international(next_code_point(text))) return false;
    } else {
      if (!is_unreserved(c) && !is_sub_delimiter(c) && also.find(c) == std::string_view::npos) return false;
      text.remove_prefix(1);
    }
  }
  return true;
}

// RFC 3986, section 3.2.
bool is_authority(std::string_view text, bool international) {
  if (const auto at = text.rfind('@'); at != std::string_view::npos) {
    if (!made_of(text.substr(0, at), ":", international)) return false;
    text.remove_prefix(at + 1);
  }
  std::string_view port;
  if (text.starts_with('[')) {
    const auto close = text.find(']');
    if (close == std::string_view::npos) return false;
    const std::string_view literal = text.substr(1, close - 1);
    const bool future = literal.size() > 3 && (literal[0] | 0x20) == 'v' && is_hex_digit(literal[1]);
    if (!future && !is_ipv6(literal.substr(0, literal.find('%')))) return false;
    port = text.substr(close + 1);
    if (!port.empty() && port.front() != ':') return false;
  } else {
    const auto colon = std::min(text.find(':'), text.size());
    if (!made_of(text.substr(0, colon), "", international)) return false;
    port = text.substr(colon);
  }
  return std::all_of(port.begin() + (port.empty() ? 0 : 1), port.end(), is_digit);
}

struct Parts {
  bool has_scheme = false;
  bool has_authority = false;
  std::string_view authority, path, query, fragment;
};

Parts take_apart(std::string_view text) {
  Parts parts;
  if (const auto mark = text.find('#'); mark != std::string_view::npos) {
    parts.fragment = text.substr(mark + 1);
    text = text.substr(0, mark);
  }
  if (const auto mark = text.find('?'); mark != std::string_view::npos) {
    parts.query = text.substr(mark + 1);
    text = text.substr(0, mark);
  }
  std::size_t n = 0;
  while (n < text.size() &&
         (is_letter(text[n]) || (n > 0 && (is_digit(text[n]) || text[n] == '+' || text[n] == '-' || text[n] == '.'))))
    ++n;
  if (n > 0 && n < text.size() && text[n] == ':') {
    parts.has_scheme = true;
    text.remove_prefix(n + 1);
  }
  if (text.starts_with("//")) {
    parts.has_authority = true;
    text.remove_prefix(2);
    const auto slash = std::min(text.find('/'), text.size());
    parts.authority = text.substr(0, slash);
    text.remove_prefix(slash);
  }
  parts.path = text;
  return parts;
}

bool is_reference(std::string_view text, bool international, bool absolute) {
  if (!is_utf8(text)) return false;
  const Parts parts = take_apart(text);
  if (absolute && !parts.has_scheme) return false;
  if (!parts.has_scheme && !parts.has_authority) {
    // The first segment of a relative path has no colon (section 4.2).
    if (parts.path.substr(0, parts.path.find('/')).find(':') != std::string_view::npos) return false;
  }
  return (!parts.has_authority || is_authority(parts.authority, international)) &&
         made_of(parts.path, ":@/", international) && made_of(parts.query, ":@/?", international) &&
         made_of(parts.fragment, ":@/?", international);
}

// One expression of a template without its braces (RFC 6570, section 2.2).
bool is_expression(std::string_view text) {
  if (!text.empty() && std::string_view("+#./;?&=,!@|").find(text.front()) != std::string_view::npos)
    text.remove_prefix(1);
  if (text.empty()) return false;
  while (true) {
    const auto comma = std::min(text.find(','), text.size());
    std::string_view variable = text.substr(0, comma);
    if (variable.ends_with('*')) {
      variable.remove_suffix(1);
    } else if (const auto colon = variable.find(':'); colon != std::string_view::npos) {
      const std::string_view length = variable.substr(colon + 1);
      const bool number = !length.empty() && length.size() <= 4 && length.front() != '0' &&
                          std::all_of(length.begin(), length.end(), is_digit);
      if (!number) return false;
      variable = variable.substr(0, colon);
    }
    const bool name = !variable.empty() && variable.find("..") == std::string_view::npos &&
                      std::all_of(variable.begin(), variable.end(), [](char c) {
                        return is_letter(c) || is_digit(c) || c == '_' || c == '.' || c == '%';
                      });
    if (!name) return false;
    if (comma == text.size()) return true;
    text.remove_prefix(comma + 1);
  }
}

}  // namespace

bool is_uri(std::string_view text) {
  return is_reference(text, false, true);
}
bool is_uri_reference(std::string_view text) {
  return is_reference(text, false, false);
}
bool is_iri(std::string_view text) {
  return is_reference(text, true, true);
}
bool is_iri_reference(std::string_view text) {
  return is_reference(text, true, false);
}

bool is_uri_template(std::string_view text) {
  while (!text.empty()) {
    const char c = text.front();
    if (c == '{') {
      const auto close = text.find('}');
      if (close == std::string_view::npos || !is_expression(text.substr(1, close - 1))) return false;
      text.remove_prefix(close + 1);
    } else {
      const bool excluded = static_cast<unsigned char>(c) <= 0x20 || c == 0x7F ||
                            std::string_view("\"<>\\^`|}").find(c) != std::string_view::npos;
      if (excluded) return false;
      text.remove_prefix(1);
    }
  }
  return true;
}

namespace {

// Digits without a leading zero, which are taken; false when there are none.
bool take_whole_number(std::string_view& text) {
  std::size_t n = 0;
  while (n < text.size() && is_digit(text[n])) ++n;
  if (n == 0 || (n > 1 && text.front() == '0')) return false;
  text.remove_prefix(n);
  return true;
}

bool ends_relative_pointer(std::string_view text) {
  return text == "#" || is_json_pointer(text);
}

}  // namespace

bool is_relative_json_pointer(std::string_view text) {
  if (!take_whole_number(text)) return false;
  if (!text.starts_with('+') && !text.starts_with('-')) return ends_relative_pointer(text);
  text.remove_prefix(1);
  return take_whole_number(text) && ends_relative_pointer(text);
}

bool is_older_relative_json_pointer(std::string_view text) {
  return take_whole_number(text) && ends_relative_pointer(text);
}

}  // namespace squall::contracts::schema
