#pragma once
// Who is trying to connect to a port that does not answer: a SYN that nobody answers is seen by nobody but the kernel.

#include <cstdint>
#include <optional>
#include <vector>

#include "chaos/net/address.h"

namespace squall::chaos::net {

// The sockets of this host and network namespace that wait for an answer to their SYN to that port (of a
// wildcard address: to that port of any), by the kernel's
// own number for each, which no other socket will have. Nothing: the kernel does not tell (it has no tcp_diag).
std::optional<std::vector<std::uint64_t>> unanswered_syns(const Address& port);

}  // namespace squall::chaos::net
