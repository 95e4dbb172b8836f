#include <CLI/CLI.hpp>

#include <algorithm>
#include <memory>

#include "contracts/core/suggest.h"
#include "contracts/core/units.h"
#include "harness/cli/contract_options.h"
#include "harness/cli/errors.h"
#include "harness/cli/option_checks.h"
#include "harness/cli/registry.h"
#include "harness/cli/run_command.h"
#include "harness/explore/menu.h"

namespace squall::harness {

namespace {

struct Options {
  RunCommand command;
  ExploreOptions explore;
  bool singles = false, exhaustive = false;
  std::string budget, within, replay;
  std::uint64_t seed = 0;
  std::size_t runs = 0;
};

std::string is_kind(const std::string& kind) {
  const auto& kinds = menu_kinds();
  if (std::find(kinds.begin(), kinds.end(), kind) != kinds.end()) return "";
  std::string known;
  for (const std::string& each : kinds) known += (known.empty() ? "" : ", ") + each;
  return "'" + kind + "' is not explored: expected one of " + known;
}

std::optional<Duration> duration_of(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional<Duration>(*contracts::parse_duration(text));
}

// The system file, the seed and what hangs are the replay file's unless the command line says otherwise.
contracts::Status take_replay(Options& options, bool file_given) {
  auto replay = read_replay(options.replay);
  if (!replay) return contracts::fail(replay.error());
  if (!file_given) options.command.file = replay->system;
  if (!options.command.run.seed) options.command.run.seed = replay->seed;
  if (options.explore.within) replay->within = *options.explore.within;
  options.explore.replay = std::move(*replay);
  return {};
}

ExitCode explore(Options options, bool file_given, Invocation& invocation) {
  options.explore.pairs = !options.singles;
  options.explore.prune = !options.exhaustive;
  options.explore.budget = duration_of(options.budget);
  options.explore.within = duration_of(options.within);
  if (options.runs > 0) options.explore.runs = options.runs;
  if (!options.replay.empty()) {
    if (const auto taken = take_replay(options, file_given); !taken) return report_error(invocation.err, taken.error());
  }
  options.command.run.explore = std::move(options.explore);
  return perform(options.command, invocation);
}

void declare_search(CLI::App& app, Options& options) {
  app.add_option("--entry", options.explore.entries, "Only these entries, by name; several with commas")
      ->type_name("NAME[,NAME]")
      ->delimiter(',')
      ->allow_extra_args(false);
  app.add_option("--faults", options.explore.kinds, "Only faults of these kinds; several with commas")
      ->type_name("KIND[,KIND]")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->check(CLI::Validator(is_kind, ""));
  app.add_flag("--singles", options.singles, "One fault at a time, no pairs");
  app.add_flag("--exhaustive", options.exhaustive, "Leave nothing out, whatever cannot matter");
  app.add_option("--budget", options.budget, "Begin no more runs after this time, such as 5m")
      ->type_name("TIME")
      ->check(CLI::Validator(is_duration, ""));
  app.add_option("--runs", options.runs, "So many runs at most, proofs included")
      ->type_name("N")
      ->check(CLI::Validator(is_count, ""));
  app.add_option("--within", options.within, "An answer that takes longer hangs (5s)")
      ->type_name("TIME")
      ->check(CLI::Validator(is_duration, ""));
  app.add_option("--replays", options.explore.replays, "Where the findings' replay files go (squall-replays)")
      ->type_name("DIR");
  app.add_option("--replay", options.replay, "Prove a finding again from its replay file")->type_name("FILE");
}

Action declare(CLI::App& app) {
  auto options = std::make_shared<Options>();
  options->explore.replays = "squall-replays";
  CLI::Option* file = app.add_option("FILE", options->command.file, "The system file (squall.yaml)");
  declare_search(app, *options);
  app.add_flag("--plan", options->command.plan_only, "Print the entries, and do nothing");
  CLI::Option* seed = app.add_option("--seed", options->seed, "Fixes everything random; drawn and printed when absent")
                          ->type_name("N")
                          ->check(CLI::Validator(is_seed, ""));
  app.add_flag("--allow-inconclusive", options->command.run.allow_inconclusive,
               "Exit 0 even if not everything could be tried");
  declare_allow_remote(app, options->command.allow_remote);
  app.add_option("--logs", options->command.run.log_directory, "Keep what the services write in this folder")
      ->type_name("DIR");
  options->command.reports = declare_report_options(app);
  options->command.reports->facts = true;
  return [options, file, seed](Invocation& invocation) {
    Options chosen = *options;
    if (seed->count() > 0) chosen.command.run.seed = chosen.seed;
    return explore(std::move(chosen), file->count() > 0, invocation);
  };
}

}  // namespace

const Command explore_command = {
    "explore", "Search for faults, and pairs of them, that break what must hold",
    R"(Sends each entry request once in calm and learns which edges it touches, then again under each applicable fault
there, and under pairs of them. What cannot matter is left out and counted, with the assumption that this rests on.
After each run must hold: the answer is one that the contract declares, it comes in time, and the invariants of
`explore` in the system file. A finding is made smaller, request by request and fault by fault, proved again, and
written to a replay file.

Examples:
  squall explore squall.yaml --plan
  squall explore squall.yaml --budget 5m --report html=report.html
  squall explore squall.yaml --entry 'POST /orders' --faults reset,abort,declared_error --singles
  squall explore --replay squall-replays/3f0c9a61d2b4e875.json)",
    declare};

}  // namespace squall::harness
