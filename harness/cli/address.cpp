#include "harness/cli/address.h"

namespace squall::harness {

namespace {

using contracts::ErrorKind;
using contracts::fail;

constexpr std::string_view kHttp = "http://";

// -1 when it is no port.
int parse_port(std::string_view text) {
  if (text.empty() || text.size() > 5 || text.find_first_not_of("0123456789") != std::string_view::npos) return -1;
  const int port = std::stoi(std::string(text));
  return port <= 65535 ? port : -1;
}

}  // namespace

contracts::Result<Address> parse_address(std::string_view option, std::string_view text, bool any_port) {
  const std::string name(option);
  const std::string found(text);
  if (text.starts_with("https://")) {
    return fail(ErrorKind::unsupported, name + ": HTTPS is not handled here, found '" + found + "'", {},
                "write HOST:PORT");
  }
  const bool url = text.starts_with(kHttp);
  if (url) text = text.substr(kHttp.size(), text.find('/', kHttp.size()) - kHttp.size());
  const auto colon = text.rfind(':');
  const bool bracketed = text.ends_with(']');
  const bool has_colon = colon != std::string_view::npos && !bracketed;
  std::string_view host = has_colon ? text.substr(0, colon) : (parse_port(text) >= 0 ? std::string_view() : text);
  const int port = has_colon ? parse_port(text.substr(colon + 1)) : (url ? 80 : parse_port(text));
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  if (port < 0 || (port == 0 && !any_port) || host.find_first_of("/@ ") != std::string_view::npos) {
    return fail(ErrorKind::usage, name + ": expected HOST:PORT, found '" + found + "'", {},
                "write it like 127.0.0.1:8080");
  }
  return Address{host.empty() ? "127.0.0.1" : std::string(host), static_cast<std::uint16_t>(port)};
}

std::string address_text(const std::string& host, std::uint16_t port) {
  const bool v6 = host.find(':') != std::string::npos;
  return (v6 ? "[" + host + "]" : host) + ":" + std::to_string(port);
}

}  // namespace squall::harness
