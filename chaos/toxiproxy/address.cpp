#include "chaos/toxiproxy/address.h"

#include <algorithm>
#include <optional>

#include "chaos/net/address.h"

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

Outcome<HostPort> resolve_listen(std::string_view text) {
  if (text.empty()) return HostPort{"127.0.0.1", 0};
  auto asked = parse(text);
  if (!asked) return refuse(500, "listen: expected HOST:PORT, found '" + std::string(text) + "'");
  if (asked->host.empty()) asked->host = "::";
  const bool zoned = asked->host.find('%') != std::string::npos;  // which an address says by a number, not in its text
  if (zoned) return std::move(*asked);
  const auto found = net::resolve(asked->host, asked->port, true);
  if (!found) {
    return refuse(500, "listen tcp: lookup " + asked->host + ": no such host (" + found.error().message + ")");
  }
  const auto v4 =
      std::find_if(found->begin(), found->end(), [](const auto& each) { return each.bytes.ss_family == AF_INET; });
  return *parse((v4 == found->end() ? found->front() : *v4).text());
}

HostPort parse_upstream(std::string_view text) {
  auto address = parse(text);
  if (!address || address->port == 0) return {"127.0.0.1", 0};
  if (address->host.empty()) address->host = "127.0.0.1";
  return std::move(*address);
}

}  // namespace squall::chaos::toxiproxy
