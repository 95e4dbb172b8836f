#pragma once
// Values and words as YAML. Internal to this room.

#include <string>
#include <string_view>

#include "contracts/core/value.h"

namespace squall::harness {

// On one line: JSON, with what YAML does not take as it is (YAML 1.2.2, section 5.1) or breaks lines at escaped.
std::string yaml_text(const contracts::Value& value);
// What may stand after a #.
std::string yaml_comment(std::string_view words);

}  // namespace squall::harness
