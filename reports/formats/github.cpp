// github: annotations as workflow commands of GitHub Actions, shown beside the lines of a change.
// Escaping as the runner undoes it: % CR LF in data, : and , in properties as well.

#include <fmt/format.h>

#include "reports/formats/format.h"
#include "reports/model/digest.h"
#include "reports/model/presentable.h"
#include "reports/model/text.h"

namespace squall::reports {
namespace {

// GitHub shows at most ten annotations of each level for a step.
constexpr std::size_t most_of_a_level = 10;

std::string escaped(std::string_view text, bool property) {
  std::string out;
  for (const char c : text) {
    const bool special = c == '%' || c == '\r' || c == '\n' || (property && (c == ':' || c == ','));
    out += special ? fmt::format("%{:02X}", static_cast<unsigned char>(c)) : std::string(1, c);
  }
  return out;
}

std::string_view level_of(Severity severity) {
  return severity == Severity::error ? "error" : severity == Severity::warning ? "warning" : "notice";
}

std::string command(std::string_view level, const Location& place, const std::string& title,
                    const std::string& message) {
  std::string properties;
  const auto add = [&](std::string_view key, const std::string& value) {
    properties += (properties.empty() ? " " : ",") + std::string(key) + '=' + escaped(value, true);
  };
  if (!place.file.empty()) add("file", place.file);
  if (!place.file.empty() && place.line > 0) add("line", std::to_string(place.line));
  if (!place.file.empty() && place.line > 0 && place.column > 0) add("col", std::to_string(place.column));
  add("title", title);
  return fmt::format("::{}{}::{}\n", level, properties, escaped(message, false));
}

std::string message_of(const Finding& finding) {
  if (!finding.ignored.empty()) return "ignored: " + finding.message + "\nbecause: " + finding.ignored;
  std::string out = finding.message;
  if (finding.occurrences > 1) out += fmt::format(" (seen {} times)", grouped(finding.occurrences));
  if (!finding.suggestion.empty()) out += "\nfix: " + finding.suggestion;
  if (!finding.replay.command.empty()) out += "\nreplay: " + finding.replay.command;
  return out;
}

std::string title_of(const Finding& finding) {
  std::string out = finding.rule;
  if (!finding.edge.empty()) out += " on " + finding.edge;
  return out;
}

std::string render(const RunReport& original) {
  const RunReport report = presentable(original, {.text = 1000, .findings = 500, .evidence = 1, .rows = 500}).report;
  const Digest found = digest(report);
  std::array<std::size_t, 3> written{};
  std::string out;
  for (const auto& check : report.checks) {
    if (check.outcome != Outcome::errored && check.outcome != Outcome::inconclusive) continue;
    const auto level = check.outcome == Outcome::errored ? Severity::error : Severity::warning;
    if (++written[static_cast<std::size_t>(level)] > most_of_a_level) continue;
    out += command(level_of(level), {}, fmt::format("{}: {}", check.id, spoken(check.outcome)),
                   check.reason.empty() ? std::string(spoken(check.outcome)) : check.reason);
  }
  for (const auto& [check, finding] : found.findings) {
    const Severity severity = finding->ignored.empty() ? finding->severity : Severity::info;
    if (++written[static_cast<std::size_t>(severity)] > most_of_a_level) continue;
    out += command(level_of(severity), finding->location, title_of(*finding), message_of(*finding));
  }
  const Digest all = digest(original);
  return out + command(report.outcome == Outcome::passed ? "notice" : "error", {}, "squall: " + report.name,
                       fmt::format("{}; {}, {}", headline(original, all), counted(all.count(Severity::error), "error"),
                                   counted(all.count(Severity::warning), "warning")));
}

}  // namespace

extern const Format github_format;
const Format github_format{"github", "annotations for GitHub Actions, to print in a step", "txt", &render};

}  // namespace squall::reports
