#pragma once
// What `squall verify` is asked for.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "harness/cli/contract_options.h"
#include "harness/cli/ignore_options.h"
#include "harness/cli/pact_options.h"
#include "harness/cli/report_options.h"
#include "harness/system/system_file.h"

namespace squall::harness {

struct VerifyOptions {
  std::string contract;
  std::shared_ptr<ContractOptions> load;
  std::string url;
  std::vector<std::string> headers;           // "Name: value"; ${env.NAME} expands
  std::vector<std::string> auth;              // auth_spec.h; ${env.NAME} expands
  std::vector<std::string> include, exclude;  // operations
  VerifySpec spec;                            // everything else
  std::optional<std::uint64_t> seed;
  bool allow_inconclusive = false;
  std::string replay;  // the id of one finding; "": verify everything
  std::string from;    // the report that recorded it
  std::string again;   // the command line, without the seed
  std::shared_ptr<PactOptions> pacts;
  std::shared_ptr<IgnoreOptions> ignore;
  std::shared_ptr<ReportOptions> reports;
};

// Declares them all; what is given goes into the value that is returned.
std::shared_ptr<VerifyOptions> declare_verify_options(CLI::App& app);
// The options as the system they amount to: one attached service, verified. Errors (usage) name the option.
contracts::Result<System> system_of(const VerifyOptions& options);

}  // namespace squall::harness
