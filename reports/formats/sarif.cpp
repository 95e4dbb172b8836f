// sarif: Static Analysis Results Interchange Format 2.1.0 (OASIS), for code scanning: findings at their place in the
// contract or system file. Sections named below are those of the specification.

#include <fmt/format.h>

#include <map>
#include <nlohmann/json.hpp>

#include "reports/formats/format.h"
#include "reports/formats/place.h"
#include "reports/formats/rule_help.h"
#include "reports/formats/utc.h"
#include "reports/model/digest.h"
#include "reports/model/names.h"
#include "reports/model/presentable.h"
#include "reports/model/text.h"

namespace squall::reports {
namespace {

using Json = nlohmann::ordered_json;

constexpr Bounds bounds{.text = 1000, .findings = 500, .evidence = 10, .rows = 5000};

// Braces are doubled, as they frame placeholders (3.11.5); brackets are escaped, as they frame links (3.11.6).
Json message(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '{' || c == '}') out += c;
    if (c == '[' || c == ']' || c == '\\') out += '\\';
    out += c;
  }
  return {{"text", out}};
}

std::string_view level_of(Severity severity) {
  return one_of(severity, {"error", "warning", "note"});
}

std::string text_of(const Finding& finding) {
  std::string out = finding.message;
  if (finding.occurrences > 1) out += fmt::format(" (seen {} times)", grouped(finding.occurrences));
  if (!finding.suggestion.empty()) out += "\nFix: " + finding.suggestion;
  for (const auto& line : finding.evidence) {
    out += '\n' + (line.at_ms ? exact_ms(*line.at_ms) + "  " : std::string()) + line.text;
  }
  return out;
}

Json location_of(const Location& place, const Finding& finding) {
  Json location = Json::object();
  if (!place.file.empty()) {
    Json physical;
    physical["artifactLocation"]["uri"] = uri_reference(place.file);
    if (place.line > 0) {
      physical["region"]["startLine"] = place.line;
      if (place.column > 0) physical["region"]["startColumn"] = place.column;
    }
    location["physicalLocation"] = std::move(physical);
  }
  Json logical = Json::array();
  if (!finding.edge.empty()) logical.push_back({{"fullyQualifiedName", finding.edge}, {"kind", "resource"}});
  if (!finding.operation.empty()) logical.push_back({{"fullyQualifiedName", finding.operation}, {"kind", "function"}});
  if (!logical.empty()) location["logicalLocations"] = std::move(logical);
  return location;
}

class Run {
 public:
  explicit Run(const RunReport& original) : shown_(presentable(original, bounds)), all_(digest(original)) {
    for (const auto& [check, finding] : digest(shown_.report).findings) add(*check, *finding);
  }

  Json take() {
    const RunReport& report = shown_.report;
    Json driver = {{"name", "Squall"}, {"version", report.squall_version}, {"rules", std::move(rules_)}};
    Json run;
    run["tool"]["driver"] = std::move(driver);
    run["automationDetails"]["id"] = report.name + "/" + report.id;
    run["invocations"] = Json::array({invocation()});
    run["results"] = std::move(results_);
    run["columnKind"] = "unicodeCodePoints";
    run["properties"]["seed"] = report.seed;
    return run;
  }

 private:
  std::size_t rule_index(const Finding& finding) {
    const auto [known, is_new] = indices_.try_emplace(finding.rule, rules_.size());
    if (is_new) {
      const RuleHelp help = help_of(finding.rule);
      rules_.push_back({{"id", finding.rule},
                        {"shortDescription", message(help.title)},
                        {"help", message(help.help)},
                        {"defaultConfiguration", {{"level", level_of(finding.severity)}}}});
    }
    return known->second;
  }

  void add(const Check& check, const Finding& finding) {
    const std::size_t rule = rule_index(finding);
    Json result = {{"ruleId", finding.rule}, {"ruleIndex", rule}};
    result["level"] = level_of(finding.severity);
    result["message"] = message(text_of(finding));
    Json location = location_of(place_of(shown_.report, check, finding), finding);
    if (!location.empty()) result["locations"] = Json::array({std::move(location)});
    if (!finding.id.empty()) result["partialFingerprints"]["squall/v1"] = finding.id;
    if (finding.occurrences > 0) result["occurrenceCount"] = finding.occurrences;
    if (!finding.ignored.empty()) {
      result["suppressions"] = Json::array({{{"kind", "external"}, {"justification", finding.ignored}}});
    }
    result["properties"]["check"] = check.id;
    // Commands are copied from here: in a message their braces would be doubled.
    if (!finding.replay.command.empty()) result["properties"]["replay"] = finding.replay.command;
    if (!finding.replay.curl.empty()) result["properties"]["request"] = finding.replay.curl;
    results_.push_back(std::move(result));
  }

  static Json notification(std::string_view level, const std::string& text) {
    return {{"level", level}, {"message", message(text)}};
  }

  // What could not be decided is no result, and must not look like a pass: it is a notification.
  Json invocation() const {
    const RunReport& report = shown_.report;
    Json notes = Json::array();
    for (const auto& check : report.checks) {
      if (!untold(check)) continue;
      notes.push_back(notification(check.outcome == Outcome::inconclusive ? "warning" : "error",
                                   fmt::format("{}: {}: {}", check.id, spoken(check.outcome), check.reason)));
    }
    for (const auto& note : report.notes) notes.push_back(notification("note", note));
    if (shown_.findings_left_out > 0) {
      notes.push_back(notification(
          "warning", fmt::format("{} of {} are left out here; the JSON report has all of them",
                                 grouped(shown_.findings_left_out), counted(all_.findings.size(), "finding"))));
    }
    Json invocation;
    invocation["executionSuccessful"] = report.outcome != Outcome::errored && report.exit_code != 70;
    invocation["exitCode"] = report.exit_code;
    invocation["exitCodeDescription"] = headline(report, all_);
    if (utc_time(report.started_at)) invocation["startTimeUtc"] = report.started_at;
    if (!notes.empty()) invocation["toolExecutionNotifications"] = std::move(notes);
    return invocation;
  }

  const Presentable shown_;
  const Digest all_;
  std::map<std::string, std::size_t> indices_;
  Json rules_ = Json::array(), results_ = Json::array();
};

std::string render(const RunReport& report) {
  Json log;
  log["$schema"] = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
  log["version"] = "2.1.0";
  log["runs"] = Json::array({Run(report).take()});
  return log.dump(1) + '\n';
}

}  // namespace

extern const Format sarif_format;
const Format sarif_format{"sarif", "SARIF 2.1.0 for code scanning: findings at their place in the contract", "sarif",
                          &render};

}  // namespace squall::reports
