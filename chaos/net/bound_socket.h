#pragma once
// Sockets that are bound to a port. For this room's units only.

#include <cstdint>
#include <functional>
#include <string>

#include "contracts/core/result.h"

namespace squall::chaos::net {

// A bound socket of that type, whose port is bound by its number: only such a one outlives a shutdown() or a
// disconnect. `ready` is what has to succeed beside. Errors: usage, when the host is none; unavailable, when the
// address is in use or not ours.
contracts::Result<int> bind_port(const std::string& host, std::uint16_t port, int type,
                                 const std::function<bool(int bound)>& ready);
std::uint16_t bound_port(int socket);
// Whether what comes from outside gets to the socket at all. False when the kernel will not have it.
bool hear(int socket, bool on);

}  // namespace squall::chaos::net
