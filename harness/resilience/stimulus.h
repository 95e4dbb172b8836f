#pragma once
// A request of the system file as it goes on the wire.

#include "contracts/http/message.h"
#include "harness/system/system_file.h"

namespace squall::harness {

// The body as JSON, with its Content-Type; a text as it is when the headers name another type.
contracts::http::Request stimulus_of(const RequestSpec& spec);

}  // namespace squall::harness
