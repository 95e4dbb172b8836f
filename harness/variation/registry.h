#pragma once
// One constant for each file of a variation. Internal to this room.

#include "harness/variation/variation.h"

namespace squall::harness {

extern const Variation reordered_members;
extern const Variation layout;
extern const Variation decimal_numbers;
extern const Variation absent_members;
extern const Variation added_members;
extern const Variation nulls;
extern const Variation empty_arrays;
extern const Variation full_arrays;
extern const Variation other_values;
extern const Variation unlisted_values;
extern const Variation other_status;
extern const Variation absent_headers;
extern const Variation header_case;
extern const Variation charset;
extern const Variation chunked;
extern const Variation slow;
extern const Variation shortest_texts;
extern const Variation longest_texts;
extern const Variation error_status;

}  // namespace squall::harness
