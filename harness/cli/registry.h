#pragma once
// The descriptors that the commands' files export.

#include "harness/cli/command.h"

namespace squall::harness {

extern const Command completion_command;

}  // namespace squall::harness
