// gitlab: a Code Quality report, shown in GitLab's merge requests beside the lines of the contract.
// An array of issues, each with a description, a fingerprint that lasts, a severity and a path with a line.

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "reports/formats/format.h"
#include "reports/formats/place.h"
#include "reports/model/digest.h"
#include "reports/model/names.h"
#include "reports/model/presentable.h"
#include "reports/model/text.h"

namespace squall::reports {
namespace {

using Json = nlohmann::ordered_json;

constexpr Bounds bounds{.text = 1000, .findings = 500, .evidence = 1, .rows = 5000};

// `path` stands for the place; a line it does not know is the first.
Json issue(std::string_view rule, std::string_view severity, const std::string& text, const std::string& fingerprint,
           const std::string& path, std::uint32_t line = 1) {
  Json made = {{"description", text}, {"check_name", rule}, {"fingerprint", fingerprint}, {"severity", severity}};
  made["location"]["path"] = path;
  made["location"]["lines"]["begin"] = std::max<std::uint32_t>(line, 1);
  return made;
}

std::string described(const Finding& finding) {
  std::string out = finding.message;
  for (const auto& part : {finding.edge, finding.operation}) {
    if (out.find(part) == std::string::npos) out = part + ": " + out;
  }
  if (finding.occurrences > 1) out += fmt::format(" (seen {} times)", grouped(finding.occurrences));
  return out;
}

std::string render(const RunReport& original) {
  const Presentable shown = presentable(original, bounds);
  const RunReport& report = shown.report;
  Json issues = Json::array();
  for (const auto& [check, finding] : digest(report).findings) {
    if (!finding->ignored.empty()) continue;
    const Location place = place_of(report, *check, *finding);
    issues.push_back(issue(finding->rule, one_of(finding->severity, {"critical", "minor", "info"}), described(*finding),
                           check->id + "/" + finding->id, place.file.empty() ? check->id : plain_path(place.file),
                           place.line));
  }
  // What could not be decided must not look like a pass.
  for (const auto& check : report.checks) {
    if (!untold(check)) continue;
    issues.push_back(issue(fmt::format("check.{}", to_string(check.outcome)), "major",
                           fmt::format("{}: {}", spoken(check.outcome), check.reason), check.id, check.id));
  }
  if (issues.empty() && report.outcome != Outcome::passed) {
    issues.push_back(issue("run", "major", headline(original, digest(original)), "run", report.name));
  }
  if (shown.findings_left_out > 0) {
    const std::string all = counted(digest(original).findings.size(), "finding");
    issues.push_back(issue(
        "report.bounded", "info",
        fmt::format("{} in all; {} are left out here, the JSON report has them", all, grouped(shown.findings_left_out)),
        "report.bounded", report.name));
  }
  return issues.dump(1) + '\n';
}

}  // namespace

extern const Format gitlab_format;
const Format gitlab_format{"gitlab", "GitLab Code Quality: findings beside the contract's lines in merge requests",
                           "json", &render};

}  // namespace squall::reports
