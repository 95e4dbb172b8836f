#include <CLI/CLI.hpp>

#include <memory>

#include "chaos/patterns/registry.h"
#include "contracts/core/units.h"
#include "harness/cli/errors.h"
#include "harness/cli/lone_edge.h"
#include "harness/cli/option_checks.h"
#include "harness/cli/registry.h"
#include "harness/cli/run_command.h"
#include "harness/resilience/baseline.h"
#include "harness/run/plan.h"

namespace squall::harness {

namespace {

struct Options {
  RunCommand command;
  LoneEdge lone;
  std::vector<std::string> edges, patterns;
  std::uint64_t seed = 0;
  std::string within;
  bool one_at_a_time = false;
  std::string write, against;  // baselines
};

std::string is_pattern(const std::string& name) {
  if (chaos::find_pattern(name) != nullptr) return "";
  std::string known;
  for (const auto& pattern : chaos::patterns()) known += (known.empty() ? "" : ", ") + std::string(pattern.name);
  return "there is no pattern '" + name + "': expected one of " + known;
}

// The checks that --edge and --pattern leave, as --only takes them.
std::vector<std::string> selection(const Options& options) {
  const auto edges = options.edges.empty() ? std::vector<std::string>{"*"} : options.edges;
  const auto patterns = options.patterns.empty() ? std::vector<std::string>{"*"} : options.patterns;
  if (options.edges.empty() && options.patterns.empty()) return {};
  std::vector<std::string> only;
  for (const std::string& edge : edges) {
    for (const std::string& pattern : patterns) only.push_back("resilience/" + edge + "/" + pattern);
  }
  return only;
}

std::string depth_of(const RunOptions& run) {
  return run.quick ? "quick" : run.thorough ? "thorough" : "usual";
}

// The baseline to compare with. Errors (usage): it was measured otherwise, which shows other things.
contracts::Status read_against(const Options& options, RunOptions& run) {
  if (options.against.empty()) return {};
  SQUALL_TRY_ASSIGN(Baseline baseline, load_baseline(options.against));
  // Measuring everything twice shows the same as measuring it once.
  const bool quick = baseline.depth == "quick";
  if (quick != run.quick) {
    return contracts::fail(contracts::ErrorKind::usage,
                           std::string("the baseline was measured ") + (quick ? "with" : "without") + " --quick",
                           {options.against, 0, 0, ""},
                           quick ? "give --quick, to compare like with like" : "leave --quick away");
  }
  run.against = std::make_shared<const Baseline>(std::move(baseline));
  return {};
}

// Runs, and writes what was measured where that is asked for.
ExitCode measure(const Options& options, const RunCommand& command, const System* system, Invocation& invocation) {
  RunCommand ready = command;
  if (const auto read = read_against(options, ready.run); !read) return report_error(invocation.err, read.error());
  if (!options.write.empty()) ready.run.recorder = std::make_shared<BaselineRecorder>();
  const ExitCode code = system == nullptr ? perform(ready, invocation) : perform(ready, *system, invocation);
  if (ready.run.recorder == nullptr || ready.plan_only) return code;
  Baseline baseline = ready.run.recorder->take();
  if (baseline.entries.empty()) return code;  // nothing was measured: what stands there is worth more
  baseline.depth = depth_of(ready.run);
  const auto saved = save_baseline(baseline, options.write);
  return saved ? code : worse(code, report_error(invocation.err, saved.error()));
}

ExitCode profile(const Options& options, Invocation& invocation) {
  RunCommand command = options.command;
  command.run.profile = true;
  command.run.every_pattern = !options.patterns.empty();
  command.run.side_by_side = !options.one_at_a_time;
  if (!options.within.empty()) command.run.within = *contracts::parse_duration(options.within);
  command.run.only = selection(options);
  const std::string quick = command.run.quick ? " --quick" : command.run.thorough ? " --thorough" : "";
  if (options.lone.upstream.empty()) {
    command.run.profile_command = "squall profile " + shell_word(command.file) + quick;
    return measure(options, command, nullptr, invocation);
  }
  const auto system = system_of(options.lone);
  if (!system) return report_error(invocation.err, system.error());
  command.run.profile_command = command_of(options.lone) + quick;
  return measure(options, command, &*system, invocation);
}

void declare_lone_edge(CLI::App& app, LoneEdge& lone) {
  CLI::Option* listen =
      app.add_option("--listen", lone.listen, "Without a system file: where the consumer expects its provider")
          ->type_name("HOST:PORT");
  CLI::Option* upstream =
      app.add_option("--upstream", lone.upstream, "Where the provider really is")->type_name("HOST:PORT");
  CLI::Option* stimulus =
      app.add_option("--stimulus", lone.stimulus, "The request that makes the consumer call its provider")
          ->type_name("'METHOD URL'");
  listen->needs(upstream, stimulus);
  upstream->needs(listen, stimulus);
  stimulus->needs(listen, upstream);
  app.add_option("--body", lone.body, "The stimulus' body, JSON")->type_name("JSON")->needs(stimulus);
  app.add_option("--header", lone.headers, "A header of the stimulus; may be repeated")
      ->type_name("'NAME: VALUE'")
      ->allow_extra_args(false)
      ->needs(stimulus);
  app.add_option("--contract", lone.contract, "The consumer's own contract, to hold its answers to")
      ->type_name("FILE")
      ->needs(stimulus);
  app.add_option("--provider-contract", lone.provider_contract, "The provider's contract, to name its operations")
      ->type_name("FILE")
      ->needs(stimulus);
}

Action declare(CLI::App& app) {
  auto options = std::make_shared<Options>();
  app.add_option("FILE", options->command.file, "The system file (squall.yaml)");
  app.add_option("--edge", options->edges, "Only these edges; several with commas")
      ->type_name("EDGE[,EDGE]")
      ->delimiter(',')
      ->allow_extra_args(false);
  app.add_option("--pattern", options->patterns, "Only these patterns; several with commas")
      ->type_name("NAME[,NAME]")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->check(CLI::Validator(is_pattern, ""));
  declare_lone_edge(app, options->lone);
  CLI::Option* quick = app.add_flag("--quick", options->command.run.quick,
                                    "What single failing calls and a breaker show, with shorter holds");
  app.add_flag("--thorough", options->command.run.thorough, "Everything twice; what differs is told")->excludes(quick);
  app.add_option("--within", options->within, "Leave out what does not fit into this time, such as 5m")
      ->type_name("TIME")
      ->check(CLI::Validator(is_duration, ""));
  app.add_option("--write", options->write, "Keep what was measured, to be compared with later")->type_name("FILE");
  app.add_option("--against", options->against, "Fail where it differs from what was kept")->type_name("FILE");
  app.add_flag("--one-at-a-time", options->one_at_a_time, "Measure no two edges side by side");
  app.add_flag("--plan", options->command.plan_only, "Print what would be measured and how long it takes");
  CLI::Option* seed = app.add_option("--seed", options->seed, "Fixes everything random; drawn and printed when absent")
                          ->type_name("N")
                          ->check(CLI::Validator(is_seed, ""));
  options->command.reports = declare_report_options(app);
  return [options, seed](Invocation& invocation) {
    Options chosen = *options;
    if (seed->count() > 0) chosen.command.run.seed = chosen.seed;
    return profile(chosen, invocation);
  };
}

}  // namespace

const Command profile_command = {
    "profile", "Measure the resilience patterns of edges, no expectations needed",
    R"(Measures what the consumer on each edge does when its provider fails: timeout, retries and their pauses,
unsafe retries, fallback, hedging, repeated deliveries, deadlines, bulkhead, rate limit, load shedding,
amplification, circuit breaker, answers off its contract; and failover, saga and health checks, where an
expectation in the system file says what these need. Some send many stimuli at once. Nothing is judged;
departures that speak for themselves (a connection left open, a POST sent twice) are warnings. With a system file,
every edge that has a stimulus under `resilience` is measured. Without one, give a consumer that already runs and
whose provider's address is the one given with --listen.

Examples:
  squall profile squall.yaml
  squall profile squall.yaml --edge orders-payments --pattern timeout,retries --quick
  squall profile --listen 127.0.0.1:9102 --upstream 127.0.0.1:8082 --stimulus 'GET http://127.0.0.1:8081/orders/1')",
    declare};

}  // namespace squall::harness
