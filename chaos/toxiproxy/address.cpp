#include "chaos/toxiproxy/address.h"

#include <optional>

namespace squall::chaos::toxiproxy {
namespace {

std::optional<HostPort> parse(std::string_view text) {
  const auto colon = text.rfind(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const auto digits = text.substr(colon + 1);
  if (digits.empty() || digits.size() > 5 || digits.find_first_not_of("0123456789") != std::string_view::npos) {
    return std::nullopt;
  }
  const int port = std::stoi(std::string(digits));
  auto host = text.substr(0, colon);
  if (host.starts_with('[') && host.ends_with(']')) {
    host = host.substr(1, host.size() - 2);
  } else if (host.find(':') != std::string_view::npos) {
    return std::nullopt;
  }
  if (port > 65535 || host.find_first_of("/@ ") != std::string_view::npos) return std::nullopt;
  return HostPort{std::string(host), static_cast<std::uint16_t>(port)};
}

}  // namespace

std::string to_string(const HostPort& address) {
  const bool v6 = address.host.find(':') != std::string::npos;
  return (v6 ? "[" + address.host + "]" : address.host) + ":" + std::to_string(address.port);
}

Outcome<HostPort> parse_listen(std::string_view text) {
  if (text.empty()) return HostPort{"127.0.0.1", 0};
  auto address = parse(text);
  if (!address) return refuse(500, "listen: expected HOST:PORT, found '" + std::string(text) + "'");
  if (address->host.empty()) address->host = "::";
  return std::move(*address);
}

Outcome<HostPort> parse_upstream(std::string_view text) {
  auto address = parse(text);
  if (!address || address->port == 0) {
    return bad_request_body("upstream: expected HOST:PORT, found '" + std::string(text) + "'");
  }
  if (address->host.empty()) address->host = "127.0.0.1";
  return std::move(*address);
}

}  // namespace squall::chaos::toxiproxy
