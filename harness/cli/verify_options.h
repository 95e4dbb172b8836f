#pragma once
// What `squall verify` is asked for.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "harness/cli/ignore_options.h"
#include "harness/cli/report_options.h"
#include "harness/system/system_file.h"

namespace squall::harness {

struct VerifyOptions {
  std::string contract;
  std::string url;
  std::vector<std::string> phases;
  std::vector<std::string> headers;  // "Name: value"; ${env.NAME} expands
  std::optional<std::uint64_t> seed;
  std::uint64_t requests = 6;
  bool allow_inconclusive = false;
  std::shared_ptr<IgnoreOptions> ignore;
  std::shared_ptr<ReportOptions> reports;
};

// The options as the system they amount to: one attached service, verified. Errors (usage) name the option.
contracts::Result<System> system_of(const VerifyOptions& options);
// The command line again, with the seed that was used; values from the environment stay names.
std::string replay_of(const VerifyOptions& options, std::uint64_t seed);

}  // namespace squall::harness
