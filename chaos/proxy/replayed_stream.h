#pragma once
// A stream of which some bytes were read already: its next owner gets them first, soon after start().

#include <memory>
#include <string>

#include "chaos/net/stream.h"
#include "chaos/net/timers.h"

namespace squall::chaos {

std::shared_ptr<net::Stream> replayed(std::shared_ptr<net::Stream> stream, std::string already_read,
                                      net::Timers& timers);

}  // namespace squall::chaos
