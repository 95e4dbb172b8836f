#pragma once
// When the kernel received what a socket is asked for (socket(7), SO_TIMESTAMPNS). For this room's units only.

#include <sys/types.h>

#include <chrono>
#include <optional>
#include <vector>

namespace squall::chaos::net {

bool stamp_arrivals(int socket);  // false when the kernel does not
// As recv. `age`: how long ago the last of these bytes came in; nothing when that is not known.
ssize_t receive_stamped(int socket, std::vector<char>& buffer, std::optional<std::chrono::nanoseconds>& age);

}  // namespace squall::chaos::net
