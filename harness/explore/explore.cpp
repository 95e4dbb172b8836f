#include "harness/explore/explore.h"

#include <algorithm>
#include <map>

#include "contracts/core/suggest.h"
#include "contracts/core/units.h"
#include "harness/check/finding_builder.h"
#include "harness/explore/exploration.h"
#include "harness/explore/menu.h"
#include "harness/explore/replay.h"

namespace squall::harness {
namespace {

// How long one edge takes when nobody bounds it: a dozen faults, and pairs of those that differ.
constexpr Duration kAboutAnEdge = std::chrono::seconds(20);
constexpr Duration kAboutAReplay = std::chrono::seconds(5);

contracts::Error nothing_to_explore(const System& system) {
  return {contracts::ErrorKind::usage,
          "there is no request to begin with",
          {system.file, 0, 0, ""},
          "add `explore` with `entries`, or a contract to the service that users call"};
}

contracts::Result<std::vector<Entry>> chosen(const System& system, std::vector<Entry> all,
                                             const std::vector<std::string>& names) {
  if (all.empty()) return contracts::fail(nothing_to_explore(system));
  if (names.empty()) return all;
  std::vector<std::string> known;
  known.reserve(all.size());
  for (const Entry& entry : all) known.push_back(entry.name);
  for (const std::string& name : names) {
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    const std::string near = contracts::nearest(name, known);
    return contracts::fail(contracts::ErrorKind::usage, "there is no entry '" + name + "'", {},
                           near.empty() ? "--plan lists them" : "did you mean '" + near + "'?");
  }
  std::erase_if(all,
                [&](const Entry& entry) { return std::find(names.begin(), names.end(), entry.name) == names.end(); });
  return all;
}

PlannedCheck planned(const System& system, const Entry& entry, const ExploreOptions& options, std::size_t entries) {
  PlannedCheck check;
  check.id = "explore/" + entry.name;
  check.kind = reports::CheckKind::experiment;
  check.title = entry.name;
  for (const EdgeSpec& edge : system.edges) check.edges.push_back(edge.name);
  const auto& kinds = options.kinds.empty() ? menu_kinds() : options.kinds;
  std::string text;
  for (const std::string& kind : kinds) text += (text.empty() ? "" : ", ") + kind;
  check.faults = {text + (options.pairs ? ", alone and in pairs" : ", alone") + ", on every edge that it touches"};
  check.blast_radius = "every edge, for the length of one request at a time";
  check.expected = kAboutAnEdge * static_cast<int>(system.edges.size());
  if (options.budget) check.expected = std::min<Duration>(check.expected, *options.budget / static_cast<int>(entries));
  return check;
}

ExplorePlan plan_replay(const System& system, const EntryContracts& contracts, const ReplayFile& file,
                        const std::shared_ptr<ExchangeLog>& log) {
  PlannedCheck check;
  check.id = "explore/" + file.trial.entry.name;
  check.kind = reports::CheckKind::experiment;
  check.title = "replay of " + file.finding;
  for (const PlacedFault& fault : file.trial.faults) {
    check.faults.push_back(to_string(fault));
    check.edges.push_back(fault.place.edge);
  }
  check.blast_radius = "these edges, for the length of one request at a time";
  check.expected = kAboutAReplay;
  const auto entries = entries_of(system, contracts, file.seed);
  check.run = [&file, log, id = check.id, known = entries](RunContext& context) {
    return replay(context, with_headers_of(known, file), *log, id);
  };
  return {{std::move(check)}, [log](const chaos::Exchange& exchange) { log->observe(exchange); }};
}

}  // namespace

contracts::Result<ExplorePlan> plan_explore(const System& system, const EntryContracts& contracts, std::uint64_t seed,
                                            const ExploreOptions& options) {
  const auto log = std::make_shared<ExchangeLog>();
  if (options.replay) return plan_replay(system, contracts, *options.replay, log);
  SQUALL_TRY_ASSIGN(const auto entries, chosen(system, entries_of(system, contracts, seed), options.entries));
  const auto exploration = std::make_shared<Exploration>(options, log);
  ExplorePlan plan;
  for (const Entry& entry : entries) {
    plan.checks.push_back(planned(system, entry, options, entries.size()));
    plan.checks.back().run = [exploration, entry](RunContext& context) { return exploration->explore(entry, context); };
  }
  plan.observe = [log](const chaos::Exchange& exchange) { log->observe(exchange); };
  return plan;
}

}  // namespace squall::harness
