#pragma once
// A udp edge's port: datagrams belong to sessions, one for each address that a consumer sends from, each with a socket
// of its own to the provider. All of them live on the port's worker.

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "chaos/net/loop.h"
#include "chaos/proxy/relay.h"

namespace squall::chaos {

// `count` tells how many sessions came before, over all ports of the edge; on the loop. Sessions end with the port.
// Errors: as net::DatagramPort::open().
contracts::Result<std::unique_ptr<net::Port>> open_udp_port(net::Loop& loop, std::shared_ptr<Lane> lane,
                                                            const std::string& host, std::uint16_t port,
                                                            std::function<std::uint64_t()> count);

}  // namespace squall::chaos
