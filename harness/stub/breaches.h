#pragma once
// The table of contents of what can be breached. Internal to this room; breach.h is for others.

#include "harness/stub/breach.h"

namespace squall::harness {

// breach_schema.cpp: the body's value breaks one keyword of its schema
extern const Breach missing_property, extra_property, wrong_type, null_value, wrong_enum, out_of_bounds, wrong_length,
    wrong_pattern, wrong_item_count, repeated_item, no_alternative;
// breach_body.cpp: the body's text
extern const Breach broken_json, duplicate_key, not_utf8, missing_body;
// breach_head.cpp: status and headers
extern const Breach wrong_media_type, missing_media_type, wrong_encoding, missing_header, wrong_header,
    undeclared_status, server_error;

}  // namespace squall::harness
