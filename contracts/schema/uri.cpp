#include "contracts/schema/uri.h"

#include <algorithm>

#include "contracts/core/ascii.h"

namespace squall::contracts::schema {
namespace {

bool is_scheme_char(char c) {
  return is_letter(c) || is_digit(c) || c == '+' || c == '-' || c == '.';
}

int hex(char c) {
  if (is_digit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// RFC 3986, section 5.2.4.
std::string remove_dot_segments(std::string_view path) {
  std::string out;
  while (!path.empty()) {
    if (path.starts_with("../")) {
      path.remove_prefix(3);
    } else if (path.starts_with("./") || path.starts_with("/./")) {
      path.remove_prefix(2);
    } else if (path == "/.") {
      path = "/";
    } else if (path.starts_with("/../") || path == "/..") {
      path = path.size() > 3 ? path.substr(3) : std::string_view("/");
      out.resize(std::min(out.rfind('/'), out.size()) == out.size() ? 0 : out.rfind('/'));
    } else if (path == "." || path == "..") {
      path = {};
    } else {
      const auto end = std::min(path.find('/', 1), path.size());
      out.append(path.substr(0, end));
      path.remove_prefix(end);
    }
  }
  return out;
}

// Section 5.2.3.
std::string merge_paths(const Uri& base, std::string_view path) {
  if (base.has_authority && base.path.empty()) return "/" + std::string(path);
  const auto slash = base.path.rfind('/');
  return slash == std::string::npos ? std::string(path) : base.path.substr(0, slash + 1).append(path);
}

}  // namespace

std::string_view without_fragment(std::string_view reference) {
  return reference.substr(0, reference.find('#'));
}

Uri parse_uri(std::string_view text) {
  text = without_fragment(text);
  Uri uri;
  const auto colon = text.find(':');
  if (colon != std::string_view::npos && colon > 0 && is_letter(text[0]) &&
      std::all_of(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(colon), is_scheme_char)) {
    uri.scheme = text.substr(0, colon);
    text.remove_prefix(colon + 1);
  }
  if (text.starts_with("//")) {
    uri.has_authority = true;
    text.remove_prefix(2);
    const auto end = std::min(text.find_first_of("/?"), text.size());
    uri.authority = text.substr(0, end);
    text.remove_prefix(end);
  }
  const auto mark = text.find('?');
  uri.path = text.substr(0, mark);
  if (mark != std::string_view::npos) {
    uri.has_query = true;
    uri.query = text.substr(mark + 1);
  }
  return uri;
}

std::string to_string(const Uri& uri) {
  std::string text;
  if (!uri.scheme.empty()) text += uri.scheme + ':';
  if (uri.has_authority) text += "//" + uri.authority;
  text += uri.path;
  if (uri.has_query) text += '?' + uri.query;
  return text;
}

std::string resolve_uri(std::string_view base_text, std::string_view reference_text) {
  Uri base = parse_uri(base_text);
  Uri reference = parse_uri(reference_text);
  if (!reference.scheme.empty()) {
    if (reference.has_authority || reference.path.starts_with('/'))
      reference.path = remove_dot_segments(reference.path);
    return to_string(reference);
  }
  reference.scheme = base.scheme;
  if (reference.has_authority) {
    reference.path = remove_dot_segments(reference.path);
    return to_string(reference);
  }
  reference.has_authority = base.has_authority;
  reference.authority = base.authority;
  if (reference.path.empty()) {
    reference.path = base.path;
    if (!reference.has_query) {
      reference.has_query = base.has_query;
      reference.query = base.query;
    }
  } else if (reference.path.starts_with('/')) {
    reference.path = remove_dot_segments(reference.path);
  } else {
    reference.path = remove_dot_segments(merge_paths(base, reference.path));
  }
  return to_string(reference);
}

std::string fragment_of(std::string_view reference) {
  const auto mark = reference.find('#');
  if (mark == std::string_view::npos) return {};
  const std::string_view encoded = reference.substr(mark + 1);
  std::string text;
  for (std::size_t i = 0; i < encoded.size(); ++i) {
    const bool escape =
        encoded[i] == '%' && i + 2 < encoded.size() && hex(encoded[i + 1]) >= 0 && hex(encoded[i + 2]) >= 0;
    if (escape) {
      text.push_back(static_cast<char>(hex(encoded[i + 1]) * 16 + hex(encoded[i + 2])));
      i += 2;
    } else {
      text.push_back(encoded[i]);
    }
  }
  return text;
}

}  // namespace squall::contracts::schema
