#pragma once
// What an edge speaks: as declared, else http when its provider has a contract.

#include "chaos/faults/protocol.h"
#include "harness/system/system_file.h"

namespace squall::harness {

chaos::Protocol protocol_of(const System& system, const EdgeSpec& edge);
bool speaks_http(const System& system, const EdgeSpec& edge);

}  // namespace squall::harness
