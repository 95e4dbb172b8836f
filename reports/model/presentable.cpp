#include "reports/model/presentable.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "reports/model/digest.h"
#include "reports/model/each_text.h"
#include "reports/model/text.h"

namespace squall::reports {
namespace {

void cut_evidence(std::vector<EvidenceLine>& evidence, std::size_t most) {
  if (evidence.size() <= most) return;
  const std::size_t left_out = evidence.size() - most;
  evidence.resize(most);
  evidence.push_back({std::nullopt, fmt::format("\xE2\x80\xA6 and {} more", counted(left_out, "line"))});
}

// Copies everything but the findings beyond the bound; those are never copied at all.
std::vector<Check> kept_checks(const RunReport& report, const Bounds& bounds, std::size_t& left_out) {
  const Digest all = digest(report);
  std::set<const Finding*> kept;
  for (std::size_t i = 0; i < all.findings.size() && i < bounds.findings; ++i) kept.insert(all.findings[i].finding);
  left_out = all.findings.size() - kept.size();
  std::vector<Check> checks;
  for (const auto& check : report.checks) {
    Check copy{check.id, check.kind, check.title, check.outcome, check.reason, check.duration_ms, {}, check.facts};
    for (const auto& finding : check.findings) {
      if (kept.contains(&finding)) copy.findings.push_back(finding);
    }
    checks.push_back(std::move(copy));
  }
  if (checks.size() > bounds.rows) {
    std::stable_partition(checks.begin(), checks.end(),
                          [](const Check& check) { return check.outcome != Outcome::passed; });
  }
  return checks;
}

template <class T>
std::vector<T> first(const std::vector<T>& items, std::size_t most) {
  return {items.begin(), items.begin() + static_cast<std::ptrdiff_t>(std::min(items.size(), most))};
}

}  // namespace

Presentable presentable(const RunReport& report, const Bounds& bounds) {
  Presentable result;
  RunReport& out = result.report;
  out.squall_version = report.squall_version, out.id = report.id, out.name = report.name, out.seed = report.seed;
  out.started_at = report.started_at, out.duration_ms = report.duration_ms;
  out.outcome = report.outcome, out.exit_code = report.exit_code;
  out.services = first(report.services, bounds.rows);
  out.edges = first(report.edges, bounds.rows);
  out.checks = first(kept_checks(report, bounds, result.findings_left_out), bounds.rows);
  out.profiles = first(report.profiles, bounds.rows);
  out.graph = first(report.graph, bounds.rows);
  out.coverage = first(report.coverage, bounds.rows);
  out.timeline = first(report.timeline, bounds.rows);
  out.notes = first(report.notes, bounds.rows);
  for (auto& check : out.checks) {
    check.facts = first(check.facts, bounds.evidence);
    for (auto& finding : check.findings) cut_evidence(finding.evidence, bounds.evidence);
  }
  for (auto& profile : out.profiles) {
    for (auto& pattern : profile.patterns) cut_evidence(pattern.evidence, bounds.evidence);
  }
  for (auto& entry : out.graph) entry.calls = first(entry.calls, bounds.rows);
  each_text(out, [&](std::string& text) { text = tidy(text, bounds.text); });
  return result;
}

}  // namespace squall::reports
