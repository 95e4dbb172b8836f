#include <CLI/CLI.hpp>

#include "contracts/core/units.h"
#include "harness/cli/contract_options.h"
#include "harness/cli/option_checks.h"
#include "harness/cli/registry.h"
#include "harness/cli/run_command.h"

namespace squall::harness {

namespace {

std::string is_share(const std::string& text) {
  return contracts::parse_share(text) ? "" : "expected a share such as 10%, found '" + text + "'";
}

Action declare(CLI::App& app) {
  auto command = std::make_shared<RunCommand>();
  auto seed = std::make_shared<std::uint64_t>(0);
  auto timeout = std::make_shared<std::string>();
  auto share = std::make_shared<std::string>();
  app.add_option("FILE", command->file, "The system file (squall.yaml)");
  app.add_flag("--plan", command->plan_only, "Print edges, faults, blast radius and expected time, and do nothing");
  app.add_option("--only", command->run.only,
                 "Run these checks only: an id, its beginning up to a '/', or a glob; several with commas")
      ->type_name("ID[,ID]")
      ->delimiter(',')
      ->allow_extra_args(false);
  app.add_option("--skip", command->run.skip, "Leave these checks out")
      ->type_name("ID[,ID]")
      ->delimiter(',')
      ->allow_extra_args(false);
  CLI::Option* seed_option = app.add_option("--seed", *seed, "Fixes everything random; drawn and printed when absent")
                                 ->type_name("N")
                                 ->check(CLI::Validator(is_seed, ""));
  CLI::Option* timeout_option = app.add_option("--timeout", *timeout, "Bounds the whole run, such as 5m")
                                    ->type_name("TIME")
                                    ->check(CLI::Validator(is_duration, ""));
  app.add_flag("--allow-inconclusive", command->run.allow_inconclusive,
               "Exit 0 even if an expectation could not be decided");
  app.add_flag("--quick", command->run.quick, "Shorter holds: faster, and blind to long timeouts");
  app.add_flag_callback(
      "--no-injection", [command] { command->run.inject = false; },
      "Accept every fault and execute none: a self-test, what needs a fault stays inconclusive");
  app.add_option("--max-faulted-share", *share,
                 "At most this share of an edge's recent requests is struck, whatever faults there are")
      ->type_name("SHARE")
      ->check(CLI::Validator(is_share, ""));
  declare_allow_remote(app, command->allow_remote);
  app.add_option("--logs", command->run.log_directory, "Keep what the services write in this folder")->type_name("DIR");
  command->ignore = declare_ignore_options(app);
  command->reports = declare_report_options(app);
  return [command, seed, timeout, share, seed_option, timeout_option](Invocation& invocation) {
    RunCommand chosen = *command;
    if (seed_option->count() > 0) chosen.run.seed = *seed;
    if (timeout_option->count() > 0) chosen.run.timeout = *contracts::parse_duration(*timeout);
    if (!share->empty()) chosen.run.max_faulted_share = *contracts::parse_share(*share);
    return perform(chosen, invocation);
  };
}

}  // namespace

const Command run_command = {
    "run", "Run everything a system file declares: contracts, consumers, resilience, experiments",
    R"(Starts the services and stubs, puts a proxy on every edge, runs the checks one after another, tears
everything down and reports. Progress goes to standard error, the summary to standard output.

Examples:
  squall run squall.yaml --plan
  squall run squall.yaml --report html=report.html --report junit=junit.xml
  squall run squall.yaml --only resilience/orders-payments --seed 42
  squall run squall.yaml --skip experiment,verify/payments --timeout 5m)",
    declare};

}  // namespace squall::harness
