#pragma once
// What `squall consumer` is asked for.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "harness/cli/contract_options.h"
#include "harness/cli/ignore_options.h"
#include "harness/cli/report_options.h"
#include "harness/consumer/verification.h"

namespace squall::harness {

struct ConsumerOptions {
  std::vector<std::string> contracts;
  std::shared_ptr<ContractOptions> load;
  std::vector<std::string> env;     // NAME=CONTRACT
  std::string vary;                 // "": not; "true": those by default; else names with commas, default or all
  std::vector<std::string> replay;  // ids
  std::string usage;                // the file; "" for none
  std::string pacts;                // the folder; "" for none
  std::optional<std::uint64_t> seed;
  bool allow_inconclusive = false;
  ConsumerTask task;  // everything else
  std::string again;  // the command line, without the seed
  std::shared_ptr<IgnoreOptions> ignore;
  std::shared_ptr<ReportOptions> reports;
};

// Declares them all; what is given goes into the value that is returned.
std::shared_ptr<ConsumerOptions> declare_consumer_options(CLI::App& app);
// Those that `--vary` names. Errors (usage): an unknown one.
contracts::Result<std::vector<const Variation*>> variations_of(const std::string& vary);
// Errors (usage): one of these files is not there, and what its name says is what `--vary` takes.
contracts::Status no_variations_among(const std::vector<std::string>& contracts);

}  // namespace squall::harness
