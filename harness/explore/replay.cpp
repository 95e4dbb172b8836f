#include "harness/explore/replay.h"

#include <algorithm>

#include "harness/explore/live_trials.h"
#include "harness/explore/to_report.h"
#include "reports/model/text.h"

namespace squall::harness {
namespace {

constexpr std::size_t kTries = 3;

bool shows(const Observation& seen, const Breach& breach) {
  return std::any_of(seen.breaches.begin(), seen.breaches.end(),
                     [&](const Breach& each) { return each.same_cause(breach); });
}

reports::Check& inconclusive(reports::Check& check, std::string why) {
  check.outcome = reports::Outcome::inconclusive;
  check.reason = std::move(why);
  return check;
}

}  // namespace

ReplayFile with_headers_of(const std::vector<Entry>& known, const ReplayFile& file) {
  ReplayFile filled = file;
  for (EntryRequest& each : filled.trial.entry.requests) {
    for (const Entry& entry : known) {
      for (const EntryRequest& given : entry.requests) {
        if (given.service != each.service || given.request.method != each.request.method ||
            contracts::http::path_of(given.request.target) != contracts::http::path_of(each.request.target))
          continue;
        each.request.headers = given.request.headers;
      }
    }
  }
  return filled;
}

reports::Check replay(RunContext& context, const ReplayFile& file, const ExchangeLog& log,
                      const std::string& check_id) {
  reports::Check check;
  check.id = check_id;
  check.kind = reports::CheckKind::experiment;
  check.title = "replay of " + file.finding;
  LiveTrialsConfig config;
  config.within = file.within;
  LiveTrials trials(context, context.system.explore.invariants, log, config);
  const Observation calm = trials.run({file.trial.entry, {}});
  if (!calm.unwell.empty()) return inconclusive(check, calm.unwell);
  if (shows(calm, file.breach)) {
    return inconclusive(check, "it is broken without any fault, so that none was injected: " + file.breach.message);
  }
  std::size_t tries = 0;
  for (; tries < kTries; ++tries) {
    if (context.events) context.events(reports::CheckProgress{check.id, "try " + std::to_string(tries + 1), -1});
    Observation seen = trials.run(file.trial);
    if (!seen.unwell.empty()) return inconclusive(check, seen.unwell);
    const auto spared = std::find(seen.struck.begin(), seen.struck.end(), false);
    if (spared != seen.struck.end()) {
      const auto& fault = file.trial.faults[static_cast<std::size_t>(spared - seen.struck.begin())];
      return inconclusive(check, "it was never executed: " + to_string(fault));
    }
    if (!shows(seen, file.breach)) continue;
    Found found;
    found.breach = *std::find_if(seen.breaches.begin(), seen.breaches.end(),
                                 [&](const Breach& each) { return each.same_cause(file.breach); });
    found.trial = file.trial;
    found.seen = std::move(seen);
    found.tries = tries + 1;
    reports::Finding finding = finding_of(found, file.trial.entry);
    finding.severity = reports::Severity::error;
    finding.replay.command = "squall explore --replay " + file.file;
    check.findings.push_back(std::move(finding));
    check.outcome = reports::Outcome::failed;
    return check;
  }
  check.outcome = reports::Outcome::passed;
  check.facts.push_back("did not come up in " + reports::counted(tries, "try") + ", with every fault executed");
  return check;
}

}  // namespace squall::harness
