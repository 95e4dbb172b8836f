#pragma once

#include "contracts/openapi/sources.h"
#include "contracts/openapi/wire_shape.h"

namespace squall::contracts::openapi {

// The shape of the schema at `place`; references followed, a few levels deep, never an error: what is unclear is open.
std::shared_ptr<const WireShape> wire_shape(Sources& sources, const Place& place);

}  // namespace squall::contracts::openapi
