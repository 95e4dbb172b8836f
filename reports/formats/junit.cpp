// junit: JUnit XML as Jenkins, GitLab and GitHub's actions read it. A check is a test case; what could not be decided
// is an error, never a pass.

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "reports/formats/format.h"
#include "reports/model/digest.h"
#include "reports/model/names.h"
#include "reports/model/presentable.h"
#include "reports/model/text.h"
#include "reports/model/unseen.h"

namespace squall::reports {
namespace {

constexpr Bounds bounds{.text = 8000, .findings = 1000, .evidence = 40, .rows = 20'000};
constexpr std::size_t most_unseen = 100;  // operations of which something was not seen
constexpr std::size_t most_names = 20;    // of each kind of thing

// As an attribute's value, or as element content, where line feeds and tabs may stand (XML 1.0, sections 2.4
// and 3.3.3). The text is tidy already: no character is left that XML forbids (section 2.2).
enum class Inside { attribute, element };

std::string escaped(std::string_view text, Inside inside = Inside::attribute) {
  std::string out;
  for (const char c : text) {
    const std::string_view entity = entity_of(c);
    if (!entity.empty()) {
      out += entity;
    } else if (inside == Inside::attribute && (c == '\n' || c == '\t')) {
      out += c == '\n' ? "&#10;" : "&#9;";
    } else {
      out += c;
    }
  }
  return out;
}

std::string content(std::string_view text) {
  return escaped(text, Inside::element);
}

std::string place(const Finding& finding) {
  std::string out;
  for (const auto& part : {finding.edge, finding.operation, contracts::to_string(finding.location)}) {
    if (!part.empty()) out += (out.empty() ? "" : "  ") + part;
  }
  return out;
}

std::string described(const Finding& finding) {
  std::string out = fmt::format("{} [{}] {}\n", to_string(finding.severity), finding.rule, finding.message);
  if (!finding.ignored.empty()) out += "  ignored: " + finding.ignored + '\n';
  if (const auto where = place(finding); !where.empty()) out += "  at " + where + '\n';
  for (const auto& line : finding.evidence) {
    out += line.at_ms ? fmt::format("  {:>10}  {}\n", exact_ms(*line.at_ms), line.text)
                      : "              " + line.text + '\n';
  }
  if (finding.occurrences > 1) out += fmt::format("  seen {} times\n", grouped(finding.occurrences));
  if (!finding.suggestion.empty()) out += "  fix: " + finding.suggestion + '\n';
  if (!finding.replay.command.empty()) out += "  replay: " + finding.replay.command + '\n';
  if (!finding.replay.curl.empty()) out += "  request: " + finding.replay.curl + '\n';
  return out;
}

std::string all_described(const Check& check) {
  std::string out;
  for (const auto& finding : check.findings) out += (out.empty() ? "" : "\n") + described(finding);
  return out;
}

std::string element(std::string_view name, std::string_view type, const std::string& message, const std::string& text) {
  return fmt::format("      <{0} type=\"{1}\" message=\"{2}\">{3}</{0}>\n", name, escaped(type), escaped(message),
                     content(text));
}

std::string failure(const Check& check) {
  const auto counts = [](const Finding& finding) { return finding.ignored.empty(); };
  const auto counted = static_cast<std::size_t>(std::count_if(check.findings.begin(), check.findings.end(), counts));
  if (counted == 0)
    return element("failure", "failed", check.reason.empty() ? "failed" : check.reason, all_described(check));
  const Finding& first = *std::find_if(check.findings.begin(), check.findings.end(), counts);
  const std::size_t others = counted - 1;
  const std::string message =
      others == 0 ? first.message : fmt::format("{} (and {} more)", first.message, grouped(others));
  return element("failure", first.rule, message, all_described(check));
}

std::string verdict(const Check& check) {
  switch (check.outcome) {
    case Outcome::failed:
      return failure(check);
    case Outcome::inconclusive:
      return element("error", "inconclusive", check.reason, all_described(check));
    case Outcome::errored:
      return element("error", "could-not-run", check.reason, all_described(check));
    case Outcome::skipped:
      return fmt::format("      <skipped message=\"{}\"/>\n", escaped(check.reason));
    case Outcome::passed:
      return {};
  }
  return {};
}

std::string test_case(const std::string& system, const std::string& suite, const Check& check) {
  std::string out = fmt::format("    <testcase classname=\"{}.{}\" name=\"{}\" time=\"{:.3f}\">\n", escaped(system),
                                suite, escaped(check.id), check.duration_ms / 1000);
  out += verdict(check);
  std::string facts;
  for (const auto& fact : check.facts) facts += fact + '\n';
  if (check.outcome == Outcome::passed) facts += all_described(check);
  if (!facts.empty()) out += "      <system-out>" + content(facts) + "</system-out>\n";
  return out + "    </testcase>\n";
}

struct Suite {
  std::string cases;
  std::size_t tests = 0, failures = 0, errors = 0, skipped = 0;
  double seconds = 0;

  void add(const std::string& system, const std::string& name, const Check& check) {
    cases += test_case(system, name, check);
    ++tests;
    failures += check.outcome == Outcome::failed;
    errors += check.outcome == Outcome::errored || check.outcome == Outcome::inconclusive;
    skipped += check.outcome == Outcome::skipped;
    seconds += check.duration_ms / 1000;
  }
  void add(const Suite& suite) {
    tests += suite.tests, failures += suite.failures, errors += suite.errors, skipped += suite.skipped;
  }
  std::string counts() const {
    return fmt::format("tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{}\"", tests, failures, errors, skipped);
  }
};

// A run that ended badly without any check to show for it is a test case of its own, or it would look like a pass.
std::optional<Check> the_run_itself(const RunReport& report) {
  for (const auto& check : report.checks) {
    if (check.outcome != Outcome::passed && check.outcome != Outcome::skipped) return std::nullopt;
  }
  if (report.outcome == Outcome::passed && report.exit_code == 0) return std::nullopt;
  Check check;
  check.id = "run";
  check.outcome = report.outcome == Outcome::passed ? Outcome::errored : report.outcome;
  check.reason = headline(report, digest(report));
  check.duration_ms = report.duration_ms;
  for (const auto& note : report.notes) check.reason += "; " + note;
  return check;
}

std::string property(std::string_view name, std::string_view value) {
  return fmt::format("      <property name=\"{}\" value=\"{}\"/>\n", escaped(name), escaped(value));
}

std::string coverage_properties(const RunReport& report) {
  std::string out;
  for (const auto& [what, share] : shares(digest(report)))
    out += property(fmt::format("coverage: {}", what), fmt::format("{} of {}", share.seen, share.all));
  const auto unseen = unseen_lines(report.coverage, most_names);
  for (std::size_t i = 0; i < unseen.size() && i < most_unseen; ++i)
    out += property("not seen: " + unseen[i].operation, unseen[i].text);
  return out;
}

std::string render(const RunReport& original) {
  const Presentable shown = presentable(original, bounds);
  const RunReport& report = shown.report;
  std::map<std::string, Suite> suites;
  for (const auto& check : report.checks) {
    const std::string kind(to_string(check.kind));
    suites[kind].add(report.name, kind, check);
  }
  if (const auto run = the_run_itself(report)) suites["run"].add(report.name, "run", *run);
  Suite total;
  for (const auto& [name, suite] : suites) total.add(suite);
  std::string out =
      fmt::format("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"{}\" {} time=\"{:.3f}\">\n",
                  escaped(report.name), total.counts(), report.duration_ms / 1000);
  for (const auto& [name, suite] : suites) {
    const std::string at = report.started_at.empty() ? "" : " timestamp=\"" + escaped(report.started_at) + '"';
    out += fmt::format("  <testsuite name=\"{}\" {} time=\"{:.3f}\"{}>\n", name, suite.counts(), suite.seconds, at);
    out += "    <properties>\n" + property("seed", std::to_string(report.seed)) +
           property("squall", report.squall_version);
    if (name == to_string(CheckKind::provider)) out += coverage_properties(original);
    out += "    </properties>\n";
    out += suite.cases + "  </testsuite>\n";
  }
  if (shown.findings_left_out > 0) {
    out += fmt::format("  <!-- {} more in the JSON report -->\n", counted(shown.findings_left_out, "finding"));
  }
  return out + "</testsuites>\n";
}

}  // namespace

extern const Format junit_format;
const Format junit_format{"junit", "JUnit XML for CI: inconclusive and could-not-run are errors", "xml", &render};

}  // namespace squall::reports
