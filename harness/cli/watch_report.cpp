#include "harness/cli/watch_report.h"

#include "harness/check/exit_code.h"
#include "harness/run/identity.h"
#include "harness/run/redact.h"
#include "harness/watch/drift_text.h"
#include "reports/formats/utc.h"

namespace squall::harness {
namespace {

// Whichever is worst.
reports::Outcome outcome_of(const std::vector<reports::Check>& checks) {
  auto outcome = reports::Outcome::passed;
  for (const auto& check : checks) {
    if (check.outcome == reports::Outcome::failed) return check.outcome;
    if (check.outcome == reports::Outcome::inconclusive) outcome = check.outcome;
  }
  return outcome;
}

}  // namespace

reports::RunReport watch_report(const Watched& watched, const WatchRun& run, IgnoreEntries ignored) {
  reports::RunReport report;
  report.squall_version = SQUALL_VERSION;
  report.name = "proxy";
  report.seed = run.seed;
  report.started_at = reports::utc_text(std::chrono::floor<std::chrono::milliseconds>(run.origin));
  report.id = run_id(report.started_at, report.name, run.seed);
  const auto length = std::chrono::system_clock::now() - run.origin;
  report.duration_ms = std::chrono::duration<double, std::milli>(length).count();
  report.services.push_back({"provider", "attached", run.contract});
  for (const auto& [edge, seen] : watched.edges) report.edges.push_back({edge, "consumer", "provider", "http"});
  report.checks = drift_checks(watched, run.contract, run.origin);
  IgnoreList accepted(std::move(ignored), report.started_at.substr(0, 10));
  for (auto& check : report.checks) accepted.apply(check);
  report.notes = accepted.notes();
  report.outcome = outcome_of(report.checks);
  if (run.fail_on_drift) report.exit_code = to_int(exit_code_of(report.checks, false));
  redact(report, {});
  return report;
}

}  // namespace squall::harness
