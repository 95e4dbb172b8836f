#pragma once
// HOST:PORT on the command line.

#include <cstdint>
#include <string>
#include <string_view>

#include "contracts/core/result.h"

namespace squall::harness {

struct Address {
  std::string host;
  std::uint16_t port = 0;
  bool operator==(const Address&) const = default;
};

// "127.0.0.1:8080", "[::1]:8080", "payments:8080", ":8080" and "8080" (loopback), "http://payments:8080/" (port 80 when
// it has none). Errors (usage) begin with `option`. Port 0 only where any free one will do.
contracts::Result<Address> parse_address(std::string_view option, std::string_view text, bool any_port);
std::string address_text(const std::string& host, std::uint16_t port);

}  // namespace squall::harness
