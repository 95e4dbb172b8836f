#pragma once
// The descriptors that the commands' files export.

#include "harness/cli/command.h"

namespace squall::harness {

extern const Command ca_command;
extern const Command run_command;
extern const Command stub_command;
extern const Command issuer_command;
extern const Command consumer_command;
extern const Command profile_command;
extern const Command explore_command;
extern const Command check_command;
extern const Command init_command;
extern const Command report_command;
extern const Command proxy_command;
extern const Command toxic_command;
extern const Command completion_command;
extern const Command verify_command;

}  // namespace squall::harness
