// markdown: a CI step's summary (GitHub's holds 1 MiB). Raw text is escaped so that it can neither form markup nor
// mention anyone.

#include <fmt/format.h>

#include <algorithm>

#include "reports/formats/format.h"
#include "reports/model/digest.h"
#include "reports/model/names.h"
#include "reports/model/presentable.h"
#include "reports/model/text.h"
#include "reports/model/unseen.h"

namespace squall::reports {
namespace {

constexpr Bounds bounds{.text = 1000, .findings = 50, .evidence = 12, .rows = 200};
constexpr std::size_t most_unseen = 30;  // operations of which something was not seen
constexpr std::size_t most_names = 8;    // of each kind of thing

std::string_view sign(Outcome outcome) {
  return one_of(outcome,
                {"\xE2\x9C\x85", "\xE2\x9D\x8C", "\xE2\x9D\x94", "\xF0\x9F\x9A\xAB", "\xE2\x8F\xAD\xEF\xB8\x8F"});
}

std::string_view verdict(Expectation expectation) {
  return one_of(expectation, {"\xE2\x9C\x85 holds", "\xE2\x9D\x8C broken", "\xE2\x9D\x94 inconclusive", "measured"});
}

// For running text and table cells: on one line, no markup, no HTML, no mention, no reference.
std::string plain(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '<':
      case '>':
      case '&':
        out += entity_of(c);
        break;
      case '@':
        out += "&#64;";
        break;
      case '\n':
      case '\t':
        out += ' ';
        break;
      case '\\':
      case '`':
      case '*':
      case '_':
      case '[':
      case ']':
      case '|':
      case '~':
      case '#':
      case '$':
      case '!':
        out += '\\';
        [[fallthrough]];
      default:
        out += c;
    }
  }
  return out;
}

// Inline code that survives a table cell.
std::string code(std::string_view text) {
  std::string out;
  for (const char c : plain(text)) {
    if (c == '\\') continue;
    out += c == '|' ? "&#124;" : c == '`' ? "&#96;" : c == '*' ? "&#42;" : c == '_' ? "&#95;" : std::string(1, c);
  }
  return out.empty() ? out : "<code>" + out + "</code>";
}

// A fenced block; the fence is longer than any run of backticks inside (CommonMark 0.30, section 4.5).
std::string fenced(std::string_view language, std::string_view text) {
  std::size_t longest = 2, run = 0;
  for (const char c : text) longest = std::max(longest, run = c == '`' ? run + 1 : 0);
  const std::string fence(longest + 1, '`');
  return fmt::format("{0}{1}\n{2}\n{0}\n", fence, language, text);
}

std::string evidence(const std::vector<EvidenceLine>& lines) {
  std::string out;
  for (const auto& line : lines) {
    out += (out.empty() ? "" : "\n") +
           fmt::format("{:>9}  {}", line.at_ms ? exact_ms(*line.at_ms) : "", one_line(line.text, 400));
  }
  return out;
}

std::string place(const Finding& finding) {
  std::string out;
  for (const auto& part : {finding.edge, finding.operation, contracts::to_string(finding.location)}) {
    if (!part.empty()) out += code(part) + " ";
  }
  return out + code(finding.rule);
}

std::string finding_section(const Finding& finding) {
  if (!finding.ignored.empty()) {
    return fmt::format("#### {} Ignored: {}\n\n{}\n\n**Because:** {}\n\n", sign(Outcome::skipped),
                       plain(finding.message), place(finding), plain(finding.ignored));
  }
  std::string out = fmt::format(
      "#### {} {}\n\n{}", finding.severity == Severity::error ? sign(Outcome::failed) : "\xE2\x9A\xA0\xEF\xB8\x8F",
      plain(finding.message), place(finding));
  if (finding.occurrences > 1) out += fmt::format(" seen {} times", grouped(finding.occurrences));
  out += "\n\n";
  if (!finding.suggestion.empty()) out += "**Fix:** " + plain(finding.suggestion) + "\n\n";
  if (!finding.evidence.empty()) {
    out += "<details><summary>Evidence</summary>\n\n" + fenced("text", evidence(finding.evidence)) + "\n</details>\n\n";
  }
  std::string commands = one_line(finding.replay.command, bounds.text);
  if (!finding.replay.curl.empty())
    commands += (commands.empty() ? "" : "\n") + one_line(finding.replay.curl, bounds.text);
  if (!commands.empty()) out += fenced("sh", commands) + '\n';
  return out;
}

std::string findings_section(const Presentable& shown) {
  const Digest found = digest(shown.report);
  if (found.findings.empty()) return {};
  std::string out = "### Findings\n\n";
  for (const auto& [check, finding] : found.findings) out += finding_section(*finding);
  if (shown.findings_left_out > 0) {
    out += fmt::format("*{} more, in the JSON report.*\n\n", counted(shown.findings_left_out, "finding"));
  }
  return out;
}

std::string checks_section(const RunReport& report) {
  if (report.checks.empty()) return {};
  std::string out = "### Checks\n\n| | Check | Result | Time |\n|---|---|---|---:|\n";
  for (const auto& check : report.checks) {
    std::string result(spoken(check.outcome));
    if (!check.reason.empty()) result += ": " + plain(check.reason);
    for (std::size_t i = 0; i < check.facts.size() && i < 3; ++i)
      result += (i == 0 ? ": " : "; ") + plain(check.facts[i]);
    out += fmt::format("| {} | {} | {} | {} |\n", sign(check.outcome), code(check.id), result,
                       spoken_ms(check.duration_ms));
  }
  return out + '\n';
}

std::string profiles_section(const RunReport& report) {
  std::string rows;
  for (const auto& profile : report.profiles) {
    for (const auto& pattern : profile.patterns) {
      rows += fmt::format("| {} | {} | {} | {} |\n", code(profile.edge), plain(pattern.pattern),
                          verdict(pattern.expectation), plain(pattern.summary));
    }
  }
  return rows.empty() ? rows
                      : "### Resilience\n\n| Edge | Pattern | Verdict | Measured |\n|---|---|---|---|\n" + rows + '\n';
}

std::string graph_section(const RunReport& report) {
  std::string rows;
  for (const auto& entry : report.graph) {
    rows += fmt::format("| {} {} | {} | {} | {} |\n", code(entry.service), code(entry.operation), plain(entry.worst),
                        plain(entry.amplified), plain(fmt::format("{}", fmt::join(entry.single_points, ", "))));
  }
  return rows.empty() ? rows
                      : "### End to end\n\n| Entry operation | Worst case | Amplification | Fails with |\n"
                        "|---|---|---|---|\n" +
                            rows + '\n';
}

std::string unseen_list(const RunReport& report) {
  const auto lines = unseen_lines(report.coverage, most_names);
  if (lines.empty()) return {};
  std::string out = "<details><summary>Not seen</summary>\n\n";
  for (std::size_t i = 0; i < lines.size() && i < most_unseen; ++i)
    out += fmt::format("- {} {}\n", code(lines[i].operation), plain(lines[i].text));
  if (lines.size() > most_unseen)
    out += fmt::format("- {} more, in the JSON report\n", counted(lines.size() - most_unseen, "operation"));
  return out + "\n</details>\n\n";
}

std::string coverage_section(const Digest& found, const RunReport& report) {
  std::string rows;
  for (const auto& [name, share] : shares(found))
    rows += fmt::format("| {} | {} | {} |\n", name, grouped(share.seen), grouped(share.all));
  if (rows.empty()) return rows;
  return "### Coverage\n\n| Declared | Seen | Of |\n|---|---:|---:|\n" + rows + '\n' + unseen_list(report);
}

std::string render(const RunReport& original) {
  const Presentable shown = presentable(original, bounds);
  const RunReport& report = shown.report;
  const Digest all = digest(original);
  std::vector<std::string> line = asides(report, all);
  line.push_back(spoken_ms(report.duration_ms));
  line.push_back(fmt::format("seed {}", report.seed));
  std::string out = fmt::format("## {} {}: {}\n\n{}\n\n", sign(report.outcome), plain(report.name),
                                headline(original, all), fmt::join(line, " \xC2\xB7 "));
  out += findings_section(shown) + checks_section(report) + profiles_section(report) + graph_section(report) +
         coverage_section(all, original);
  if (!report.notes.empty()) out += "### Notes\n\n";
  for (const auto& note : report.notes) out += "- " + plain(note) + '\n';
  return out + fmt::format("\n<sub>squall {}, {}</sub>\n", plain(report.squall_version), plain(report.started_at));
}

}  // namespace

extern const Format markdown_format;
const Format markdown_format{"markdown", "a summary for a CI step, a pull request or a wiki", "md", &render};

}  // namespace squall::reports
