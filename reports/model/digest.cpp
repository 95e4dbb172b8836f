#include "reports/model/digest.h"

#include <fmt/format.h>

#include <algorithm>

#include "reports/model/names.h"
#include "reports/model/text.h"

namespace squall::reports {
namespace {

void add(Share& share, bool seen) {
  ++share.all;
  share.seen += seen;
}

void count_coverage(const RunReport& report, Digest& digest) {
  for (const auto& operation : report.coverage) {
    add(digest.operations, operation.requests > 0);
    for (const auto& [status, times] : operation.responses) add(digest.responses, times > 0);
    for (const auto& [parameter, times] : operation.parameters) add(digest.parameters, times > 0);
    for (const auto& [media, times] : operation.request_media) add(digest.media_types, times > 0);
    for (const auto& [media, times] : operation.response_media) add(digest.media_types, times > 0);
    for (const auto* branches : {&operation.request_branches, &operation.response_branches}) {
      digest.branches.seen += branches->seen;
      digest.branches.all += branches->total;
    }
  }
}

bool has_error_on(const RunReport& report, const std::string& edge) {
  return std::any_of(report.checks.begin(), report.checks.end(), [&](const Check& check) {
    return std::any_of(check.findings.begin(), check.findings.end(), [&](const Finding& finding) {
      return finding.edge == edge && finding.severity == Severity::error && finding.ignored.empty();
    });
  });
}

// An experiment that passed and whose faults on this edge were executed.
bool passed_under_fault(const RunReport& report, const std::string& edge) {
  for (const auto& series : report.timeline) {
    const bool injected = std::any_of(series.faults.begin(), series.faults.end(),
                                      [&](const FaultSpan& fault) { return fault.edge == edge && fault.applied > 0; });
    const bool passed = std::any_of(report.checks.begin(), report.checks.end(), [&](const Check& check) {
      return check.kind == CheckKind::experiment && check.outcome == Outcome::passed &&
             check.id == "experiment/" + series.name;
    });
    if (injected && passed) return true;
  }
  return false;
}

// The check that judges what crosses this edge, whatever else is done there.
bool calls_conform(const RunReport& report, const std::string& edge) {
  return std::any_of(report.checks.begin(), report.checks.end(), [&](const Check& check) {
    return check.kind == CheckKind::consumer && check.outcome == Outcome::passed && check.id == "consumer/" + edge;
  });
}

bool any_pattern(const RunReport& report, const std::string& edge, Expectation expectation) {
  for (const auto& profile : report.profiles) {
    if (profile.edge != edge) continue;
    const auto found = std::any_of(profile.patterns.begin(), profile.patterns.end(),
                                   [&](const PatternResult& result) { return result.expectation == expectation; });
    if (found) return true;
  }
  return false;
}

}  // namespace

Digest digest(const RunReport& report) {
  Digest digest;
  for (const auto& check : report.checks) {
    ++digest.outcomes[static_cast<std::size_t>(check.outcome)];
    for (const auto& finding : check.findings) {
      if (finding.ignored.empty()) {
        ++digest.severities[static_cast<std::size_t>(finding.severity)];
      } else {
        ++digest.ignored;
      }
      digest.findings.push_back({&check, &finding});
    }
  }
  const auto rank = [](const FindingRef& ref) {
    return std::pair(!ref.finding->ignored.empty(), ref.finding->severity);
  };
  std::stable_sort(digest.findings.begin(), digest.findings.end(),
                   [&](const FindingRef& a, const FindingRef& b) { return rank(a) < rank(b); });
  count_coverage(report, digest);
  return digest;
}

std::vector<std::pair<std::string_view, Share>> shares(const Digest& digest) {
  std::vector<std::pair<std::string_view, Share>> all = {{"operations", digest.operations},
                                                         {"declared responses", digest.responses},
                                                         {"parameters", digest.parameters},
                                                         {"media types", digest.media_types},
                                                         {"schema branches", digest.branches}};
  std::erase_if(all, [](const auto& one) { return one.second.all == 0; });
  return all;
}

std::string headline(const RunReport& report, const Digest& digest) {
  const std::size_t checks = report.checks.size();
  const auto of_checks = [&](Outcome outcome) {
    return fmt::format("{} of {}", grouped(digest.count(outcome)), counted(checks, "check"));
  };
  switch (report.outcome) {
    case Outcome::passed:
      if (digest.count(Outcome::passed) < checks) return of_checks(Outcome::passed) + " passed, none failed";
      return checks == 1 ? "The only check passed" : fmt::format("All {} checks passed", grouped(checks));
    case Outcome::failed:
      return digest.count(Outcome::failed) == 0 ? "The run failed" : of_checks(Outcome::failed) + " failed";
    case Outcome::inconclusive:
      if (checks == 0) return "Nothing was checked";
      return of_checks(Outcome::inconclusive) + (digest.count(Outcome::inconclusive) == 1 ? " is" : " are") +
             " inconclusive";
    case Outcome::errored:
      return digest.count(Outcome::errored) == 0 ? "The run could not be carried out"
                                                 : of_checks(Outcome::errored) + " could not run";
    case Outcome::skipped:
      return "Nothing was checked";
  }
  return {};
}

std::vector<std::string> asides(const RunReport& report, const Digest& digest) {
  std::vector<std::string> all;
  for (const auto outcome :
       {Outcome::failed, Outcome::errored, Outcome::inconclusive, Outcome::passed, Outcome::skipped}) {
    const bool told = outcome == report.outcome && outcome != Outcome::skipped;
    if (!told && digest.count(outcome) > 0)
      all.push_back(fmt::format("{} {}", grouped(digest.count(outcome)), spoken(outcome)));
  }
  if (digest.count(Severity::error) > 0) all.push_back(counted(digest.count(Severity::error), "error"));
  if (digest.count(Severity::warning) > 0) all.push_back(counted(digest.count(Severity::warning), "warning"));
  if (digest.ignored > 0) all.push_back(grouped(digest.ignored) + " ignored");
  return all;
}

std::string_view spoken(Outcome outcome) {
  return outcome == Outcome::errored ? "could not run" : to_string(outcome);
}

EdgeState edge_state(const RunReport& report, const std::string& edge) {
  if (any_pattern(report, edge, Expectation::broken) || has_error_on(report, edge)) return EdgeState::broken;
  if (any_pattern(report, edge, Expectation::inconclusive)) return EdgeState::undecided;
  if (any_pattern(report, edge, Expectation::holds) || passed_under_fault(report, edge)) return EdgeState::holds;
  if (any_pattern(report, edge, Expectation::none)) return EdgeState::measured;
  return calls_conform(report, edge) ? EdgeState::conforms : EdgeState::untouched;
}

}  // namespace squall::reports
