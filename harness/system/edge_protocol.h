#pragma once
// What an edge speaks: as declared, else http when its provider has a contract.

#include "harness/system/system_file.h"

namespace squall::harness {

bool speaks_http(const System& system, const EdgeSpec& edge);

}  // namespace squall::harness
