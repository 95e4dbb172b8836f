#pragma once
// --ignore and --write-ignore, for every command that judges.

#include <memory>
#include <string>

#include "harness/check/ignore_list.h"
#include "harness/cli/command.h"
#include "harness/system/system_file.h"

namespace squall::harness {

struct IgnoreOptions {
  std::string file;      // "" for none
  std::string write_to;  // "" for none
};

std::shared_ptr<IgnoreOptions> declare_ignore_options(CLI::App& app);
// The entries of the system file's ignore file and of --ignore. Errors, before anything runs: what is wrong in them;
// the file that is to be written exists already.
tl::expected<IgnoreEntries, std::vector<contracts::Error>> ignored_by(const IgnoreOptions& options,
                                                                      const System& system);
// --write-ignore; prints why it cannot be written.
ExitCode write_ignore_file(const reports::RunReport& report, const IgnoreOptions& options, Invocation& invocation);

}  // namespace squall::harness
