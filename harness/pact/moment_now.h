#pragma once

#include "contracts/pact/date_format.h"

namespace squall::harness {

contracts::pact::Moment moment_now();  // by the system's clock

}  // namespace squall::harness
