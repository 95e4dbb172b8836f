#pragma once
// `squall verify` of a Pact file.

#include "harness/cli/verify_options.h"

namespace squall::harness {

// Reports and exit codes are those of `squall verify`. Options that only a contract can make sense of are refused.
ExitCode verify_pact_file(const VerifyOptions& options, const CLI::App& app, Invocation& invocation);

}  // namespace squall::harness
