#pragma once
// Replay: a request that the provider gets again, on a connection of its own; its answer is read and thrown away.

#include <memory>
#include <string>

#include "chaos/proxy/relay.h"

namespace squall::chaos {

// `request` is whole; it goes out with "Connection: close", so that the end of the answer is the connection's. Given up
// after 30 s.
std::shared_ptr<Relay> make_replay(Lane& lane, std::shared_ptr<net::Stream> provider, const std::string& request);

}  // namespace squall::chaos
