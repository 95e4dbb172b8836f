#pragma once
// What may stand in a rules file. Internal to this room.

#include "harness/system/form.h"

namespace squall::harness {

const Form& rules_form();  // made once, on first use

}  // namespace squall::harness
