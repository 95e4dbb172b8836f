#pragma once
// A request of the system file as it goes on the wire.

#include "harness/system/system_file.h"

namespace squall::harness {

// The body as JSON with its Content-Type; a text as it is when the headers name another type.
contracts::http::Request wire_request(const RequestSpec& spec);

}  // namespace squall::harness
