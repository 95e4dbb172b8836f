#pragma once
// Events go out redacted, as reports do.

#include "harness/check/secrets.h"
#include "reports/model/run_event.h"

namespace squall::harness {

// `sink` and `secrets` outlive what is returned; an empty sink gives an empty one.
reports::EventSink redacting(const reports::EventSink& sink, const Secrets& secrets);

}  // namespace squall::harness
