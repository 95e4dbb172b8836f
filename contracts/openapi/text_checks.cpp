#include "contracts/openapi/text_checks.h"

#include <algorithm>

#include "contracts/core/ascii.h"

namespace squall::contracts::openapi {
namespace {

template <class Predicate>
bool all(std::string_view text, Predicate predicate) {
  return std::all_of(text.begin(), text.end(), predicate);
}

}  // namespace

bool is_schema_type(std::string_view text, Versions version) {
  if (version == v20) return is_word_of(text, "string number integer boolean array object null file");
  return is_word_of(text, version == v30 ? "string number integer boolean array object"
                                         : "string number integer boolean array object null");
}

bool is_uri_reference(std::string_view text) {
  return all(text, [](char c) {
    const bool ascii_forbidden = static_cast<unsigned char>(c) <= 0x20 || c == 0x7f;
    return !ascii_forbidden && std::string_view("<>\"\\^`").find(c) == std::string_view::npos;
  });
}

bool has_scheme(std::string_view uri) {  // RFC 3986, section 3.1
  const auto colon = uri.find(':');
  if (colon == std::string_view::npos || colon == 0 || !is_alphanumeric(uri[0]) || is_digit(uri[0])) return false;
  return all(uri.substr(0, colon), [](char c) { return is_alphanumeric(c) || c == '+' || c == '-' || c == '.'; });
}

bool is_email(std::string_view text) {
  const auto at = text.find('@');
  return at != std::string_view::npos && at > 0 && at + 1 < text.size() && text.find(' ') == std::string_view::npos;
}

bool is_component_name(std::string_view text) {
  return !text.empty() && all(text, [](char c) { return is_alphanumeric(c) || c == '.' || c == '_' || c == '-'; });
}

bool is_header_name(std::string_view text) {
  return !text.empty() && all(text, [](char c) {
    return is_alphanumeric(c) || std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
  });
}

bool is_anchor_name(std::string_view text) {
  return is_component_name(text) && !is_digit(text[0]) && text[0] != '-' && text[0] != '.';
}

bool is_status_key(std::string_view text) {
  if (text == "default") return true;
  if (text.size() != 3 || text[0] < '1' || text[0] > '5') return false;
  return text.substr(1) == "XX" || (is_digit(text[1]) && is_digit(text[2]));
}

bool is_word_of(std::string_view word, std::string_view words) {
  while (!words.empty()) {
    const auto space = words.find(' ');
    if (words.substr(0, space) == word) return true;
    words = space == std::string_view::npos ? std::string_view{} : words.substr(space + 1);
  }
  return false;
}

std::vector<std::string> words_of(std::string_view words) {
  std::vector<std::string> list;
  while (!words.empty()) {
    const auto space = words.find(' ');
    list.emplace_back(words.substr(0, space));
    words = space == std::string_view::npos ? std::string_view{} : words.substr(space + 1);
  }
  return list;
}

std::string with_article(const std::string& noun, bool capital) {
  const bool vowel = !noun.empty() && std::string_view("AEIOUaeiou").find(noun[0]) != std::string_view::npos;
  return std::string(capital ? "A" : "a") + (vowel ? "n " : " ") + noun;
}

TemplateNames template_names(std::string_view text) {
  TemplateNames result;
  while (!text.empty()) {
    const auto brace = text.find_first_of("{}");
    if (brace == std::string_view::npos) break;
    const auto close = text.find_first_of("{}/", brace + 1);
    if (text[brace] == '}' || close == std::string_view::npos || text[close] != '}' || close == brace + 1) {
      result.broken = true;
      break;
    }
    result.names.emplace_back(text.substr(brace + 1, close - brace - 1));
    text.remove_prefix(close + 1);
  }
  return result;
}

}  // namespace squall::contracts::openapi
