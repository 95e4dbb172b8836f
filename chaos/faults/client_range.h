#pragma once
// Ranges of IP addresses: "10.1.2.3", "10.0.0.0/8", "::1", "fd00::/8" (CIDR, RFC 4632 and RFC 4291, section 2.3).

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace squall::chaos {

class ClientRange {
 public:
  // nullopt when it is none.
  static std::optional<ClientRange> parse(std::string_view text);
  // `peer`: "127.0.0.1:51234" or "[::1]:51234", the port may be absent. An IPv4 address in IPv6 (::ffff:10.0.0.1) is an
  // IPv4 address.
  bool holds(std::string_view peer) const;

 private:
  std::array<std::uint8_t, 16> address_{};
  unsigned bits_ = 0;
};

}  // namespace squall::chaos
