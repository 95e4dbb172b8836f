#include "contracts/core/pointer.h"

#include <charconv>

#include "contracts/core/document.h"

namespace squall::contracts {

std::string pointer_child(std::string_view pointer, std::string_view token) {
  std::string child;
  child.reserve(pointer.size() + token.size() + 1);
  child.append(pointer);
  child.push_back('/');
  for (const char c : token) {
    if (c == '~') {
      child.append("~0");
    } else if (c == '/') {
      child.append("~1");
    } else {
      child.push_back(c);
    }
  }
  return child;
}

std::string pointer_child(std::string_view pointer, std::size_t index) {
  return std::string(pointer) + '/' + std::to_string(index);
}

std::string pointer_unescape(std::string_view token) {
  std::string text;
  text.reserve(token.size());
  for (std::size_t i = 0; i < token.size(); ++i) {
    const char next = i + 1 < token.size() ? token[i + 1] : '\0';
    if (token[i] == '~' && (next == '0' || next == '1')) {
      text.push_back(next == '0' ? '~' : '/');
      ++i;
    } else {
      text.push_back(token[i]);
    }
  }
  return text;
}

std::optional<std::size_t> pointer_index(std::string_view token) {
  if (token.empty() || (token.size() > 1 && token.front() == '0')) return std::nullopt;
  std::size_t index = 0;
  const auto [end, error] = std::from_chars(token.data(), token.data() + token.size(), index);
  if (error != std::errc{} || end != token.data() + token.size()) return std::nullopt;
  return index;
}

bool is_json_pointer(std::string_view text) {
  if (!text.empty() && text.front() != '/') return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '~' && (i + 1 == text.size() || (text[i + 1] != '0' && text[i + 1] != '1'))) return false;
  }
  return true;
}

}  // namespace squall::contracts
