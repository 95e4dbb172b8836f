#include <algorithm>
#include <string_view>

#include "contracts/core/ascii.h"
#include "contracts/core/utf8.h"
#include "contracts/schema/format.h"

namespace squall::contracts::schema {
namespace {

// The text up to the separator, which is removed with it; `last` when there was none.
std::string_view next_part(std::string_view& text, char separator, bool& last) {
  const auto end = text.find(separator);
  last = end == std::string_view::npos;
  const std::string_view part = text.substr(0, end);
  text.remove_prefix(last ? text.size() : end + 1);
  return part;
}

bool is_atom_char(char c, bool international) {
  return is_alphanumeric(c) || std::string_view("!#$%&'*+-/=?^_`{|}~").find(c) != std::string_view::npos ||
         (international && static_cast<unsigned char>(c) >= 0x80);
}

// What stands between the quotes of a local part. A backslash quotes ASCII only (RFC 5321, quoted-pairSMTP); by itself
// other text may stand there where addresses are international (RFC 6531, section 3.3).
bool is_quoted_content(std::string_view text, bool international) {
  const auto is_printable = [](char c) { return c >= 0x20 && c <= 0x7E; };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool escaped = text[i] == '\\';
    if (escaped && ++i == text.size()) return false;
    const bool other = international && !escaped && static_cast<unsigned char>(text[i]) >= 0x80;
    if ((!is_printable(text[i]) && !other) || (text[i] == '"' && !escaped)) return false;
  }
  return true;
}

bool is_local_part(std::string_view local, bool international) {
  if (local.empty() || local.size() > 64) return false;
  if (local.size() >= 2 && local.front() == '"' && local.back() == '"')
    return is_quoted_content(local.substr(1, local.size() - 2), international);
  for (bool last = false; !last;) {
    const std::string_view atom = next_part(local, '.', last);
    const bool sound =
        !atom.empty() && std::all_of(atom.begin(), atom.end(), [=](char c) { return is_atom_char(c, international); });
    if (!sound) return false;
  }
  return true;
}

// Literals of ABNF have no case (RFC 5234, section 2.3).
bool has_ipv6_tag(std::string_view literal) {
  constexpr std::string_view tag = "ipv6:";
  return literal.size() >= tag.size() &&
         std::equal(tag.begin(), tag.end(), literal.begin(), [](char a, char b) { return a == b || (a & ~0x20) == b; });
}

bool is_address(std::string_view text, bool international) {
  const auto at = text.rfind('@');
  if (at == std::string_view::npos || !is_local_part(text.substr(0, at), international)) return false;
  const std::string_view domain = text.substr(at + 1);
  if (domain.size() > 2 && domain.front() == '[' && domain.back() == ']') {
    const std::string_view literal = domain.substr(1, domain.size() - 2);
    return has_ipv6_tag(literal) ? is_ipv6(literal.substr(5)) : is_ipv4(literal);
  }
  return international ? is_idn_hostname(domain) : is_hostname(domain);
}

}  // namespace

bool is_email(std::string_view text) {
  return is_address(text, false);
}
bool is_idn_email(std::string_view text) {
  return is_utf8(text) && is_address(text, true);
}

bool is_ipv4(std::string_view text) {
  int parts = 0;
  for (bool last = false; !last; ++parts) {
    const std::string_view part = next_part(text, '.', last);
    if (part.empty() || part.size() > 3 || (part.size() > 1 && part.front() == '0')) return false;
    int value = 0;
    for (const char c : part) {
      if (!is_digit(c)) return false;
      value = value * 10 + (c - '0');
    }
    if (value > 255) return false;
  }
  return parts == 4;
}

bool is_ipv6(std::string_view text) {
  std::size_t groups = 0;
  bool compressed = false;
  if (text.starts_with("::")) {
    compressed = true;
    text.remove_prefix(2);
    if (text.empty()) return true;
  }
  for (;;) {
    const auto end = std::min(text.find(':'), text.size());
    const std::string_view group = text.substr(0, end);
    if (end == text.size() && group.find('.') != std::string_view::npos) {
      groups += 2;
      return is_ipv4(group) && (compressed ? groups <= 7 : groups == 8);
    }
    if (group.empty() || group.size() > 4 || !std::all_of(group.begin(), group.end(), is_hex_digit)) return false;
    ++groups;
    if (end == text.size()) return compressed ? groups <= 7 : groups == 8;
    text.remove_prefix(end + 1);
    if (text.starts_with(':')) {
      if (compressed) return false;
      compressed = true;
      text.remove_prefix(1);
      if (text.empty()) return groups <= 7;
    }
  }
}

}  // namespace squall::contracts::schema
