#pragma once
// Is what was written what the forms allow? Every departure becomes a mistake.

#include "harness/system/form.h"
#include "harness/system/source.h"

namespace squall::harness {

void check_form(Source& source, const contracts::Node& node, const Form& form);

}  // namespace squall::harness
