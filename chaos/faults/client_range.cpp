#include "chaos/faults/client_range.h"

#include <arpa/inet.h>

#include <algorithm>
#include <string>

namespace squall::chaos {
namespace {

using Address = std::array<std::uint8_t, 16>;
constexpr unsigned kMapped = 96;  // bits before an IPv4 address in IPv6 (RFC 4291, section 2.5.5.2)

std::optional<Address> address_of(std::string_view text) {
  const std::string terminated(text);
  Address address{};
  if (inet_pton(AF_INET6, terminated.c_str(), address.data()) == 1) return address;
  address = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0, 0, 0};
  if (inet_pton(AF_INET, terminated.c_str(), address.data() + 12) == 1) return address;
  return std::nullopt;
}

std::string_view host_of(std::string_view peer) {
  if (peer.starts_with('[')) return peer.substr(1, peer.find(']') - 1);
  const auto colon = peer.find(':');
  const bool with_port = colon != std::string_view::npos && peer.find(':', colon + 1) == std::string_view::npos;
  return with_port ? peer.substr(0, colon) : peer;
}

}  // namespace

std::optional<ClientRange> ClientRange::parse(std::string_view text) {
  const auto slash = text.find('/');
  const auto host = text.substr(0, slash);
  const auto address = address_of(host);
  if (!address) return std::nullopt;
  const bool v6 = host.find(':') != std::string_view::npos;
  const unsigned most = v6 ? 128 : 32;
  unsigned bits = most;
  if (slash != std::string_view::npos) {
    const auto digits = text.substr(slash + 1);
    if (digits.empty() || digits.size() > 3 || digits.find_first_not_of("0123456789") != std::string_view::npos)
      return std::nullopt;
    bits = 0;
    for (const char digit : digits) bits = bits * 10 + static_cast<unsigned>(digit - '0');
    if (bits > most) return std::nullopt;
  }
  ClientRange range;
  range.address_ = *address;
  range.bits_ = v6 ? bits : kMapped + bits;
  return range;
}

bool ClientRange::holds(std::string_view peer) const {
  const auto address = address_of(host_of(peer));
  if (!address) return false;
  const unsigned whole = bits_ / 8, rest = bits_ % 8;
  if (!std::equal(address_.begin(), address_.begin() + whole, address->begin())) return false;
  if (rest == 0) return true;
  const auto mask = static_cast<std::uint8_t>(0xff << (8 - rest));
  return (address_[whole] & mask) == ((*address)[whole] & mask);
}

}  // namespace squall::chaos
