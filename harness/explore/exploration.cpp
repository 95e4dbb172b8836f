#include "harness/explore/exploration.h"

#include <algorithm>

#include "contracts/core/units.h"
#include "harness/check/finding_builder.h"
#include "harness/explore/handling.h"
#include "harness/explore/live_trials.h"
#include "harness/explore/to_report.h"
#include "reports/model/redact.h"
#include "reports/model/text.h"

namespace squall::harness {
namespace {

using reports::Outcome;

// Trials of all entries together, which stop at the most that were asked for.
class CountedTrials : public Trials {
 public:
  CountedTrials(LiveTrials& live, std::size_t& count, std::optional<std::size_t> most)
      : live_(live), count_(count), most_(most) {}
  Observation run(const Trial& trial) override {
    ++count_;
    return live_.run(trial);
  }
  std::vector<FaultChoice> menu(const Place& place) override { return live_.menu(place); }
  bool stopped() const override { return live_.stopped() || (most_ && count_ >= *most_); }

 private:
  LiveTrials& live_;
  std::size_t& count_;
  const std::optional<std::size_t> most_;
};

std::string method_and_path(const Entry& entry) {
  std::string text;
  for (const EntryRequest& each : entry.requests)
    text += each.service + " " + each.request.method + " " +
            std::string(contracts::http::path_of(each.request.target)) + "\n";
  return text;
}

}  // namespace

Duration Exploration::within(const RunContext& context) const {
  return options_.within.value_or(context.system.explore.within.value_or(LiveTrialsConfig().within));
}

bool Exploration::over() const {
  return options_.budget && begin_ && std::chrono::steady_clock::now() - *begin_ >= *options_.budget;
}

reports::Check Exploration::explore(const Entry& entry, RunContext& context) {
  reports::Check check;
  check.id = "explore/" + entry.name;
  check.kind = reports::CheckKind::experiment;
  check.title = entry.name;
  if (!begin_) begin_ = std::chrono::steady_clock::now();
  LiveTrialsConfig config;
  config.within = within(context);
  config.kinds = options_.kinds;
  config.over = [this] { return over(); };
  LiveTrials live(context, context.system.explore.invariants, *log_, config);
  CountedTrials trials(live, trials_, options_.runs);
  const auto first = options_.prune ? trials.run({entry, {}}) : Observation();
  if (first.unwell.empty() && first.breaches.empty() && !first.hops.empty()) {
    const auto [walk, fresh] = walks_.try_emplace(method_and_path(entry) + handling_of(first), entry.name);
    if (!fresh) {
      check.outcome = Outcome::skipped;
      check.reason = "it makes the same calls and is answered the same as '" + walk->second +
                     "'; assuming that faults do the same to both";
      return check;
    }
  }
  const SearchProgress progress = [&](const std::string& text, const SearchResult& so_far) {
    const std::size_t done = so_far.singles + so_far.pairs;
    context.events(reports::CheckProgress{
        check.id, reports::counted(done, "run") + ", " + reports::counted(so_far.found.size(), "finding") + "; " + text,
        -1});
  };
  conclude(entry, context, search(trials, entry, {options_.prune, options_.pairs}, context.events ? progress : nullptr),
           check);
  return check;
}

void Exploration::conclude(const Entry& entry, RunContext& context, SearchResult result, reports::Check& check) {
  check.facts = facts_of(result);
  FindingSet findings;
  for (const Found& found : result.found) {
    reports::Finding finding = finding_of(found, entry);
    add_replay(found, context, finding, check);
    findings.add(std::move(finding));
  }
  check.findings = findings.take();
  check.outcome = has_error(check.findings) ? Outcome::failed : Outcome::passed;
  if (check.outcome == Outcome::failed) return;
  const auto inconclusive = [&](std::string why) {
    check.outcome = Outcome::inconclusive;
    check.reason = std::move(why);
  };
  if (context.stop.stop_requested()) return inconclusive("interrupted");
  if (!result.inconclusive.empty()) return inconclusive(result.inconclusive);
  if (result.places.empty() && result.calm.hops.empty()) {
    check.outcome = Outcome::skipped;
    check.reason = "it touches no edge, so that no fault can strike it";
  } else if (result.left > 0) {
    inconclusive("the budget was over: at least " + reports::counted(result.left, "run") + " were left");
  } else if (result.all_singles == 0) {
    inconclusive("no fault was executed");
  }
}

void Exploration::add_replay(const Found& found, RunContext& context, reports::Finding& finding,
                             reports::Check& check) const {
  if (options_.replays.empty() || found.trial.faults.empty()) return;
  ReplayFile file;
  file.file = options_.replays + "/" + finding.id + ".json";
  file.system = context.system.file;
  file.seed = context.seed;
  file.finding = finding.id;
  file.trial = found.trial;
  file.breach = found.breach;
  file.within = within(context);
  const reports::Redactor hide(context.secrets == nullptr ? std::map<std::string, std::string>()
                                                          : context.secrets->all());
  if (const auto written = write_replay(file, hide); !written) {
    check.facts.push_back(contracts::to_string(written.error()));
    return;
  }
  finding.replay.command = "squall explore --replay " + file.file;
}

}  // namespace squall::harness
