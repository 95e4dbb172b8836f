#include "contracts/http/multipart.h"

#include <algorithm>

#include "contracts/http/message.h"

namespace squall::contracts::http {
namespace {

void skip_to_name(std::string_view& text) {
  const auto first = text.find_first_not_of("; \t");
  text.remove_prefix(first == std::string_view::npos ? text.size() : first);
}

// A parameter's value, which is taken from the text: a token, or a quoted string without its quotes.
std::string take_value(std::string_view& text) {
  std::string value;
  if (!text.starts_with('"')) {
    value = text.substr(0, text.find_first_of("; \t"));
    text.remove_prefix(value.size());
    return value;
  }
  std::size_t at = 1;
  for (; at < text.size() && text[at] != '"'; ++at) {
    if (text[at] == '\\' && at + 1 < text.size()) ++at;
    value += text[at];
  }
  text.remove_prefix(std::min(at + 1, text.size()));
  return value;
}

// The value of a header's parameter; its name is compared without case (RFC 2045, section 5.1).
std::string attribute(std::string_view header, std::string_view key) {
  std::string_view rest = header.substr(std::min(header.find(';'), header.size()));
  for (skip_to_name(rest); !rest.empty(); skip_to_name(rest)) {
    const std::string_view name = rest.substr(0, rest.find_first_of("=; \t"));
    rest.remove_prefix(name.size());
    if (!rest.starts_with('=')) {
      if (name.empty()) rest.remove_prefix(1);
      continue;
    }
    rest.remove_prefix(1);
    std::string value = take_value(rest);
    if (equal_ignoring_case(name, key)) return value;
  }
  return {};
}

// Inside a quoted parameter; line breaks, which no header can carry, as HTML forms write them.
std::string quoted(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\r' || c == '\n') {
      out += c == '\r' ? "%0D" : "%0A";
    } else {
      if (c == '"' || c == '\\') out += '\\';
      out += c;
    }
  }
  return out;
}

bool read_part(std::string_view text, Part& part) {
  for (;;) {
    const auto end = text.find("\r\n");
    if (end == std::string_view::npos) return false;
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end + 2);
    if (line.empty()) break;
    const auto colon = line.find(':');
    if (colon == std::string_view::npos) return false;
    std::string_view value = line.substr(colon + 1);
    while (!value.empty() && value.front() == ' ') value.remove_prefix(1);
    if (equal_ignoring_case(line.substr(0, colon), "content-disposition")) {
      part.name = attribute(value, "name");
      part.filename = attribute(value, "filename");
    } else if (equal_ignoring_case(line.substr(0, colon), "content-type")) {
      part.content_type = std::string(value);
    } else {
      part.headers.add(std::string(line.substr(0, colon)), std::string(value));
    }
  }
  part.body = std::string(text);
  return !part.name.empty();
}

}  // namespace

std::optional<std::vector<Part>> read_multipart(std::string_view body, std::string_view boundary) {
  if (boundary.empty()) return std::nullopt;
  const std::string delimiter = "--" + std::string(boundary);
  std::vector<Part> parts;
  auto at = body.find(delimiter);
  if (at == std::string_view::npos) return std::nullopt;
  for (;;) {
    body.remove_prefix(at + delimiter.size());
    if (body.substr(0, 2) == "--") return parts;
    const auto line_end = body.find("\r\n");
    if (line_end == std::string_view::npos) return std::nullopt;
    body.remove_prefix(line_end + 2);
    at = body.find("\r\n" + delimiter);
    if (at == std::string_view::npos) return std::nullopt;
    Part part;
    if (!read_part(body.substr(0, at), part)) return std::nullopt;
    parts.push_back(std::move(part));
    at += 2;
  }
}

std::string write_multipart(const std::vector<Part>& parts, std::string_view boundary) {
  std::string body;
  for (const Part& part : parts) {
    body += "--" + std::string(boundary) + "\r\nContent-Disposition: form-data; name=\"" + quoted(part.name) + "\"";
    if (!part.filename.empty()) body += "; filename=\"" + part.filename + "\"";
    if (!part.content_type.empty()) body += "\r\nContent-Type: " + part.content_type;
    for (const Header& header : part.headers) body += "\r\n" + header.name + ": " + header.value;
    body += "\r\n\r\n" + part.body + "\r\n";
  }
  return body + "--" + std::string(boundary) + "--\r\n";
}

}  // namespace squall::contracts::http
