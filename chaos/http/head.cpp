#include "chaos/http/head.h"

#include <algorithm>
#include <optional>

#include "chaos/http/syntax.h"

namespace squall::chaos::http {
namespace {

using contracts::http::equal_ignoring_case;
using contracts::http::Header;
using contracts::http::Headers;

tl::unexpected<BadHead> bad(std::string why, int status = 400) {
  return tl::unexpected<BadHead>(BadHead{status, std::move(why)});
}

// The next line without its CRLF; precondition: there is one.
std::string_view take_line(std::string_view& rest) {
  const auto end = rest.find("\r\n");
  const auto line = rest.substr(0, end);
  rest.remove_prefix(std::min(rest.size(), line.size() + 2));
  return line;
}

// RFC 9112, section 5: no blank before the colon, no folded lines.
tl::expected<Headers, BadHead> parse_fields(std::string_view rest) {
  Headers headers;
  while (!rest.empty()) {
    const auto line = take_line(rest);
    if (line.empty()) break;
    if (is_blank(line.front())) return bad("a folded header line");
    const auto colon = line.find(':');
    const auto name = line.substr(0, colon);
    if (colon == std::string_view::npos || !is_token(name)) return bad("a header name that is no token");
    const auto value = trim(line.substr(colon + 1));
    if (!is_field_value(value)) return bad("a control character in header '" + std::string(name) + "'");
    headers.add(std::string(name), std::string(value));
  }
  return tl::expected<Headers, BadHead>(std::move(headers));
}

// "HTTP/1.0" or "HTTP/1.1"
tl::expected<int, BadHead> parse_version(std::string_view text) {
  if (text == "HTTP/1.1") return 1;
  if (text == "HTTP/1.0") return 0;
  const bool other =
      text.size() == 8 && text.starts_with("HTTP/") && is_digit(text[5]) && text[6] == '.' && is_digit(text[7]);
  return other ? bad("HTTP version " + std::string(text.substr(5)), 505) : bad("no HTTP version");
}

bool has_option(const Headers& headers, std::string_view name, std::string_view option) {
  for (auto list : headers.all(name)) {
    while (!list.empty()) {
      const auto comma = std::min(list.find(','), list.size());
      if (equal_ignoring_case(trim(list.substr(0, comma)), option)) return true;
      list.remove_prefix(std::min(list.size(), comma + 1));
    }
  }
  return false;
}

bool has_option_twice(std::string_view list, std::string_view option) {
  int found = 0;
  while (!list.empty()) {
    const auto comma = std::min(list.find(','), list.size());
    found += equal_ignoring_case(trim(list.substr(0, comma)), option) ? 1 : 0;
    list.remove_prefix(std::min(list.size(), comma + 1));
  }
  return found > 1;
}

bool keeps_alive(const Headers& headers, int minor) {
  if (has_option(headers, "connection", "close")) return false;
  return minor >= 1 || has_option(headers, "connection", "keep-alive");
}

// One Content-Length of digits, or several that are the same.
tl::expected<std::optional<std::uint64_t>, BadHead> content_length(const Headers& headers) {
  const auto all = headers.all("content-length");
  if (all.empty()) return std::optional<std::uint64_t>{};
  for (const auto& each : all) {
    if (each != all.front()) return bad("two lengths: " + std::string(all.front()) + " and " + std::string(each));
  }
  const auto length = parse_decimal(all.front());
  if (!length) return bad("Content-Length '" + std::string(all.front()) + "'");
  return std::optional<std::uint64_t>{*length};
}

tl::expected<Framing, BadHead> request_framing(const Headers& headers, int minor) {
  const auto length = content_length(headers);
  if (!length) return tl::unexpected<BadHead>(length.error());
  const auto codings = headers.all("transfer-encoding");
  if (codings.empty()) return *length ? Framing{BodyKind::length, **length} : Framing{};
  if (*length) return bad("both Content-Length and Transfer-Encoding");
  if (minor == 0) return bad("Transfer-Encoding in HTTP/1.0");
  if (codings.size() != 1 || !equal_ignoring_case(codings.front(), "chunked")) {
    // Where chunked is not the last, and applied once, nobody knows where the body ends (RFC 9112, section 6.3).
    const auto last = codings.back();
    const bool ends = equal_ignoring_case(trim(last.substr(last.find_last_of(',') + 1)), "chunked");
    const bool once = codings.size() == 1 && !has_option_twice(last, "chunked");
    return bad("Transfer-Encoding '" + std::string(codings.front()) + "'", ends && once ? 501 : 400);
  }
  return Framing{BodyKind::chunked, 0};
}

tl::expected<Framing, BadHead> answer_framing(const AnswerHead& head, std::string_view method) {
  if (method == "HEAD" || head.status < 200 || head.status == 204 || head.status == 304 || head.tunnel)
    return Framing{};
  const auto codings = head.headers.all("transfer-encoding");
  if (!codings.empty()) {
    const bool chunked = has_option(head.headers, "transfer-encoding", "chunked");
    return chunked ? Framing{BodyKind::chunked, 0} : Framing{BodyKind::until_close, 0};
  }
  const auto length = content_length(head.headers);
  if (!length) return tl::unexpected<BadHead>(length.error());
  return *length ? Framing{BodyKind::length, **length} : Framing{BodyKind::until_close, 0};
}

tl::expected<void, BadHead> check_host(const RequestHead& head) {
  const auto hosts = head.headers.all("host").size();
  if (hosts > 1) return bad("two Host headers");
  if (hosts == 0 && head.minor == 1) return bad("no Host header");
  return {};
}

}  // namespace

tl::expected<HeadEnd, BadHead> find_head_end(std::string_view bytes, std::size_t seen, std::size_t limit) {
  if (!bytes.empty() && !is_token(bytes.substr(0, 1)))
    return bad("no HTTP: it begins with neither a method nor a version");
  std::size_t at = seen > 3 ? seen - 3 : 0;
  while (at < bytes.size()) {
    const auto lf = bytes.find('\n', at);
    if (lf == std::string_view::npos) break;
    if (lf == 0 || bytes[lf - 1] != '\r') return bad("a line end without CR");
    if (lf >= limit) break;
    const bool empty_line = lf >= 3 && bytes[lf - 2] == '\n';
    if (empty_line) return HeadEnd{true, lf + 1};
    at = lf + 1;
  }
  if (bytes.size() >= limit) return bad("a head of more than " + std::to_string(limit) + " bytes", 431);
  return HeadEnd{};
}

tl::expected<RequestHead, BadHead> parse_request_head(std::string_view head) {
  const auto line = take_line(head);
  const auto first = line.find(' ');
  const auto last = line.rfind(' ');
  if (first == std::string_view::npos || first == last) return bad("a request line that is not METHOD TARGET VERSION");
  const auto method = line.substr(0, first);
  const auto target = line.substr(first + 1, last - first - 1);
  if (!is_token(method)) return bad("a method that is no token");
  if (target.empty() || !is_target(target)) return bad("a target with blanks or control characters");
  const auto minor = parse_version(line.substr(last + 1));
  if (!minor) return tl::unexpected<BadHead>(minor.error());
  auto headers = parse_fields(head);
  if (!headers) return tl::unexpected<BadHead>(headers.error());
  RequestHead parsed;
  parsed.method = method;
  parsed.target = target;
  parsed.minor = *minor;
  parsed.headers = std::move(*headers);
  const auto framing = request_framing(parsed.headers, parsed.minor);
  if (!framing) return tl::unexpected<BadHead>(framing.error());
  parsed.body = *framing;
  parsed.keep_alive = keeps_alive(parsed.headers, parsed.minor);
  parsed.expects_continue = parsed.minor == 1 && has_option(parsed.headers, "expect", "100-continue");
  if (const auto host = check_host(parsed); !host) return tl::unexpected<BadHead>(host.error());
  return parsed;
}

tl::expected<AnswerHead, BadHead> parse_answer_head(std::string_view head, std::string_view method) {
  const auto line = take_line(head);
  const auto minor = parse_version(line.substr(0, 8));
  if (!minor) return tl::unexpected<BadHead>(minor.error());
  const bool shaped = line.size() >= 12 && line[8] == ' ' && is_digit(line[9]) && is_digit(line[10]) &&
                      is_digit(line[11]) && (line.size() == 12 || line[12] == ' ');
  if (!shaped) return bad("a status line that is not VERSION STATUS REASON");
  AnswerHead parsed;
  parsed.minor = *minor;
  parsed.status = (line[9] - '0') * 100 + (line[10] - '0') * 10 + (line[11] - '0');
  if (parsed.status < 100) return bad("status " + std::string(line.substr(9, 3)));
  parsed.reason = line.size() > 13 ? std::string(line.substr(13)) : std::string();
  auto headers = parse_fields(head);
  if (!headers) return tl::unexpected<BadHead>(headers.error());
  parsed.headers = std::move(*headers);
  parsed.tunnel = parsed.status == 101 || (method == "CONNECT" && parsed.status / 100 == 2);
  const auto framing = answer_framing(parsed, method);
  if (!framing) return tl::unexpected<BadHead>(framing.error());
  parsed.body = *framing;
  parsed.keep_alive = keeps_alive(parsed.headers, parsed.minor) && parsed.body.kind != BodyKind::until_close;
  return parsed;
}

std::string edit_head(std::string_view head, const std::vector<std::string>& remove, const std::vector<Header>& set) {
  std::string edited(take_line(head));
  edited += "\r\n";
  const auto goes = [&](std::string_view name) {
    return std::any_of(remove.begin(), remove.end(),
                       [&](const auto& each) { return equal_ignoring_case(each, name); }) ||
           std::any_of(set.begin(), set.end(), [&](const auto& each) { return equal_ignoring_case(each.name, name); });
  };
  while (!head.empty()) {
    const auto line = take_line(head);
    if (line.empty()) break;
    if (!goes(line.substr(0, line.find(':')))) edited.append(line).append("\r\n");
  }
  for (const auto& header : set) edited.append(header.name).append(": ").append(header.value).append("\r\n");
  return edited += "\r\n";
}

}  // namespace squall::chaos::http
