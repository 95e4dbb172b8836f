#pragma once
// HOST:PORT as Toxiproxy's clients write it.

#include <cstdint>
#include <string>
#include <string_view>

#include "chaos/toxiproxy/api_error.h"

namespace squall::chaos::toxiproxy {

struct HostPort {
  std::string host;
  std::uint16_t port = 0;
  bool operator==(const HostPort&) const = default;
};

std::string to_string(const HostPort& address);  // "127.0.0.1:80", "[::1]:80"
// "" is any free port of loopback; ":80" is every address of the machine, as Toxiproxy has it. Errors: 500.
Outcome<HostPort> parse_listen(std::string_view text);
// Errors: 400.
Outcome<HostPort> parse_upstream(std::string_view text);

}  // namespace squall::chaos::toxiproxy
