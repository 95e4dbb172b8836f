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
// Where a port that is asked for so is opened, with the host as an address: of a name's the first of IPv4, as Go has
// it.
// "" is any free port of loopback; ":80" is every address of the machine. Asks the system's resolver. Errors: 500.
Outcome<HostPort> resolve_listen(std::string_view text);
// Any text will do, as in Toxiproxy. One that cannot be dialled, without a port say, becomes port 0 of loopback, where
// nobody ever listens.
HostPort parse_upstream(std::string_view text);

}  // namespace squall::chaos::toxiproxy
