#pragma once
// What a search for crashes found, as a check of the report. Internal to this room.

#include "harness/consumer/variation_check.h"
#include "harness/variation/crashes.h"

namespace squall::harness {

// The findings, proved ones only, how the tests end at each place, and the outcome with its reason. A run that did not
// end proves nothing: the consumer may wait for its next try.
void tell_crashes(const Crashes& crashes, const VariationRun& run, reports::Check& check);

}  // namespace squall::harness
