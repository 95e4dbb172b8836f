#include "harness/stub_callbacks/destination.h"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "contracts/core/ascii.h"

namespace squall::harness {
namespace {

using contracts::ErrorKind;
using contracts::fail;

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

struct Authority {
  std::string host;            // in lower case; IPv6 in brackets
  std::string_view port_text;  // "" for none
};

bool is_name(std::string_view host) {
  return !host.empty() && host.size() <= 253 && std::all_of(host.begin(), host.end(), [](char c) {
    return contracts::is_alphanumeric(c) || c == '-' || c == '.' || c == '_';
  });
}

bool is_ipv6(const std::string& bracketed) {
  in6_addr address{};
  const bool closed = bracketed.size() > 2 && bracketed.front() == '[' && bracketed.back() == ']';
  return closed && inet_pton(AF_INET6, bracketed.substr(1, bracketed.size() - 2).c_str(), &address) == 1;
}

// nullopt: no host (RFC 3986, section 3.2.2), or what is after it begins with no colon.
std::optional<Authority> parse_authority(std::string_view text) {
  Authority authority;
  const auto bracket = text.starts_with('[') ? text.find(']') : std::string_view::npos;
  const auto end = bracket != std::string_view::npos ? bracket + 1 : std::min(text.find(':'), text.size());
  for (const char c : text.substr(0, end)) authority.host += lower(c);
  if (!is_name(authority.host) && !is_ipv6(authority.host)) return std::nullopt;
  text.remove_prefix(end);
  if (text.empty()) return authority;
  if (text.front() != ':') return std::nullopt;
  authority.port_text = text.substr(1);
  return authority;
}

// nullopt: no port from 1 to 65535.
std::optional<std::uint16_t> parse_port(std::string_view text) {
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc() || end != text.data() + text.size() || port == 0) return std::nullopt;
  return port;
}

bool is_loopback(const std::string& host) {
  if (host == "localhost") return true;
  in_addr v4{};
  if (inet_pton(AF_INET, host.c_str(), &v4) == 1) return (ntohl(v4.s_addr) >> 24) == 127;
  in6_addr v6{};
  const bool bracketed = host.size() > 2 && host.front() == '[';
  return bracketed && inet_pton(AF_INET6, host.substr(1, host.size() - 2).c_str(), &v6) == 1 &&
         IN6_IS_ADDR_LOOPBACK(&v6);
}

// What a URL may consist of (RFC 3986, section 2), and what is common in queries all the same.
bool is_url_text(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return c > 0x20 && c < 0x7F && std::string_view("\"<>\\").find(c) == std::string_view::npos;
  });
}

bool take_ignoring_case(std::string_view& text, std::string_view prefix) {
  if (text.size() < prefix.size()) return false;
  for (std::size_t i = 0; i < prefix.size(); ++i) {
    if (lower(text[i]) != prefix[i]) return false;
  }
  text.remove_prefix(prefix.size());
  return true;
}

}  // namespace

contracts::Result<AllowedHosts> AllowedHosts::parse(const std::vector<std::string>& named) {
  AllowedHosts hosts;
  for (const std::string& text : named) {
    const auto authority = parse_authority(text);
    const auto port = authority && !authority->port_text.empty() ? parse_port(authority->port_text) : std::nullopt;
    if (!authority || (authority->host.size() < text.size() && !port)) {
      return fail(ErrorKind::usage, "'" + text + "' is no host", {}, "write it like partner.test or partner.test:8443");
    }
    hosts.named_.push_back({authority->host, port.value_or(0)});
  }
  return hosts;
}

bool AllowedHosts::allow(const std::string& host, std::uint16_t port) const {
  return is_loopback(host) || std::any_of(named_.begin(), named_.end(), [&](const Named& named) {
           return named.host == host && (named.port == 0 || named.port == port);
         });
}

contracts::Result<Destination> destination_of(std::string_view url, const AllowedHosts& allowed) {
  std::string scheme;
  if (take_ignoring_case(url, "http://")) scheme = "http";
  if (scheme.empty() && take_ignoring_case(url, "https://")) scheme = "https";
  if (scheme.empty()) return fail(ErrorKind::usage, "it is no http or https URL");
  const std::string_view authority_text = url.substr(0, url.find_first_of("/?#"));
  std::string_view rest = url.substr(authority_text.size());
  rest = rest.substr(0, rest.find('#'));
  if (!is_url_text(rest)) return fail(ErrorKind::usage, "its URL has characters in it that must be percent-encoded");
  if (authority_text.find('@') != std::string_view::npos) {
    return fail(ErrorKind::usage, "its URL has credentials in it, which are not sent");
  }
  const auto authority = parse_authority(authority_text);
  if (!authority) return fail(ErrorKind::usage, "its URL has no host in it");
  std::optional<std::uint16_t> port = scheme == "http" ? 80 : 443;
  if (!authority->port_text.empty()) port = parse_port(authority->port_text);
  if (!port) return fail(ErrorKind::usage, "its URL has no port from 1 to 65535 in it");
  if (!allowed.allow(authority->host, *port)) {
    return fail(ErrorKind::usage, "its host " + authority->host + " is not this machine, and was not named", {},
                "name it with --callback-hosts " + authority->host);
  }
  Destination destination{scheme + "://" + authority->host, std::string(rest)};
  if (!authority->port_text.empty()) destination.base_url += ":" + std::to_string(*port);
  if (!destination.target.starts_with('/')) destination.target.insert(0, "/");
  return destination;
}

}  // namespace squall::harness
