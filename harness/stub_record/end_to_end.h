#pragma once
// The header fields of a message that go on to the next connection. Internal to this room.

#include "contracts/http/message.h"

namespace squall::harness {

// Without those of one connection, those that Connection names (RFC 9110, section 7.6.1) and those that a sender says
// of its own message: Host, Content-Length, Expect. Accept-Encoding goes, too: answers come as they are kept.
contracts::http::Headers end_to_end(const contracts::http::Headers& headers);

}  // namespace squall::harness
