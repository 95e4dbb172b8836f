#include "harness/cli/ignore_options.h"

#include <CLI/CLI.hpp>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "harness/cli/errors.h"

namespace squall::harness {

namespace {

using Errors = std::vector<contracts::Error>;

}  // namespace

std::shared_ptr<IgnoreOptions> declare_ignore_options(CLI::App& app) {
  auto options = std::make_shared<IgnoreOptions>();
  app.add_option("--ignore", options->file, "A file of accepted findings: they are shown and fail nothing")
      ->type_name("FILE");
  app.add_option("--write-ignore", options->write_to,
                 "Write such a file from the findings of this run, the reasons to be filled in")
      ->type_name("FILE");
  return options;
}

tl::expected<IgnoreEntries, Errors> ignored_by(const IgnoreOptions& options, const System& system) {
  std::error_code ignored;
  if (!options.write_to.empty() && std::filesystem::exists(options.write_to, ignored)) {
    return tl::unexpected<Errors>(Errors{{contracts::ErrorKind::usage,
                                          "--write-ignore: '" + options.write_to + "' exists already",
                                          {},
                                          "write to another file and merge what you accept"}});
  }
  IgnoreEntries entries;
  for (const std::string& file : {system.ignore, options.file}) {
    if (file.empty()) continue;
    auto more = load_ignore_file(file);
    if (!more) return more;
    entries.insert(entries.end(), more->begin(), more->end());
  }
  return entries;
}

ExitCode write_ignore_file(const reports::RunReport& report, const IgnoreOptions& options, Invocation& invocation) {
  if (options.write_to.empty()) return ExitCode::held;
  std::ofstream file(options.write_to);
  file << ignore_file_for(report) << std::flush;
  if (file) return ExitCode::held;
  return report_error(
      invocation.err,
      {contracts::ErrorKind::io, "cannot write '" + options.write_to + "': " + std::strerror(errno), {}, ""});
}

}  // namespace squall::harness
