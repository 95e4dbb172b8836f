#include "harness/run/plan.h"

#include <fmt/format.h>

#include <random>

#include "harness/consumer/plan.h"
#include "harness/consumer/plan_tests.h"
#include "harness/experiment/plan.h"
#include "harness/explore/explore.h"
#include "harness/graph/plan.h"
#include "harness/resilience/plan.h"
#include "harness/run/selection.h"
#include "harness/verify/plan_verify.h"

namespace squall::harness {

namespace {

using Errors = std::vector<contracts::Error>;

// Short enough to be typed again.
std::uint64_t drawn_seed() {
  return std::random_device{}() % 1'000'000;
}

void append(std::vector<PlannedCheck>& all, std::vector<PlannedCheck> more) {
  for (PlannedCheck& check : more) all.push_back(std::move(check));
}

GraphOptions graph_options(const RunOptions& options, std::uint64_t seed) {
  return {options.quick, options.profile, false, fmt::format("{} --seed {}", options.profile_command, seed)};
}

// Calm weather first; consumers last, as they are judged by what crossed the edges meanwhile.
tl::expected<std::vector<PlannedCheck>, Errors> planned(const System& system, const Routers& contracts,
                                                        const std::shared_ptr<ConsumerRecord>& consumers,
                                                        const RunOptions& options, std::uint64_t seed,
                                                        ResiliencePlan& resilience) {
  std::vector<PlannedCheck> checks;
  if (!options.profile) {
    auto verifications = plan_verify(system, contracts);
    if (!verifications) return verifications;
    append(checks, std::move(*verifications));
    append(checks, plan_consumer_tests(system, contracts));
  }
  resilience = plan_resilience(system, {options.quick, options.thorough, options.profile, options.every_pattern,
                                        options.recorder, options.against});
  append(checks, std::move(resilience.checks));
  if (options.profile) return checks;
  if (auto graph = plan_graph(system, resilience.histories, checks, graph_options(options, seed)))
    checks.push_back(std::move(*graph));
  append(checks, plan_experiments(system));
  append(checks, plan_consumers(system, consumers));
  return checks;
}

tl::expected<Plan, Errors> make_exploration(Plan plan, const System& system, const Routers& contracts,
                                            const ExploreOptions& options) {
  auto explore = plan_explore(system, contracts, plan.seed, options);
  if (!explore) return tl::unexpected<Errors>(Errors{std::move(explore.error())});
  plan.checks = std::move(explore->checks);
  plan.observe = std::move(explore->observe);
  for (const PlannedCheck& check : plan.checks) plan.expected += check.expected;
  return plan;
}

bool plain(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view("@%+=:,./-_").find(c) != std::string_view::npos;
}

}  // namespace

std::string shell_word(const std::string& word) {
  bool bare = !word.empty();
  for (const char c : word) bare = bare && plain(c);
  if (bare) return word;
  std::string quoted = "'";
  for (const char c : word) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

tl::expected<Plan, Errors> make_plan(const System& system, const Routers& contracts, const RunOptions& options) {
  Plan plan;
  plan.seed = options.seed ? *options.seed : system.seed ? *system.seed : drawn_seed();
  plan.consumers = std::make_shared<ConsumerRecord>(system, contracts);
  if (options.explore) return make_exploration(std::move(plan), system, contracts, *options.explore);
  ResiliencePlan resilience;
  auto checks = planned(system, contracts, plan.consumers, options, plan.seed, resilience);
  if (!checks) return tl::unexpected<Errors>(std::move(checks.error()));
  if (checks->empty()) {
    return tl::unexpected<Errors>(
        Errors{{contracts::ErrorKind::usage,
                "nothing is declared that could be checked",
                {system.file, 0, 0, ""},
                options.profile ? "add an http edge" : "add `verify`, `consumers`, `resilience` or `experiments`"}});
  }
  auto selected = select(std::move(*checks), options.only, options.skip);
  if (!selected) return tl::unexpected<Errors>(Errors{std::move(selected.error())});
  plan.checks = std::move(*selected);
  plan.prepare = std::move(resilience.prepare);
  if (options.profile) {  // of the edges that are left
    if (auto graph = plan_graph(system, resilience.histories, plan.checks, graph_options(options, plan.seed)))
      plan.checks.push_back(std::move(*graph));
  }
  for (const PlannedCheck& check : plan.checks) plan.expected += check.expected;
  return plan;
}

std::string replay_command(const System& system, std::uint64_t seed, const std::string& check_id) {
  return "squall run " + shell_word(system.file) + " --seed " + std::to_string(seed) + " --only " +
         shell_word(check_id);
}

std::string profile_replay_command(const std::string& profile_command, std::uint64_t seed,
                                   const std::string& check_id) {
  const std::size_t edge = check_id.find('/') + 1;
  const std::size_t pattern = check_id.rfind('/');
  return profile_command + " --edge " + shell_word(check_id.substr(edge, pattern - edge)) + " --pattern " +
         shell_word(check_id.substr(pattern + 1)) + " --seed " + std::to_string(seed);
}

}  // namespace squall::harness
