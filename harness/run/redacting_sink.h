#pragma once
// Events go out redacted, as reports do.

#include <map>
#include <string>

#include "reports/model/run_event.h"

namespace squall::harness {

// `sink` outlives what is returned; an empty sink gives an empty one.
reports::EventSink redacting(const reports::EventSink& sink, std::map<std::string, std::string> secrets);

}  // namespace squall::harness
