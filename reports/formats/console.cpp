// console: plain text, coloured only when asked.

#include "reports/formats/console.h"

#include <fmt/format.h>

#include <algorithm>

#include "reports/formats/format.h"
#include "reports/formats/style.h"
#include "reports/model/digest.h"
#include "reports/model/names.h"
#include "reports/model/presentable.h"
#include "reports/model/text.h"
#include "reports/model/unseen.h"

namespace squall::reports {
namespace {

constexpr std::size_t label_columns = 10;  // the margin findings hang their labels in
constexpr std::size_t most_rows = 40;
constexpr std::size_t most_unseen = 8;  // operations of which something was not seen
constexpr std::size_t most_names = 3;   // of each kind of thing
constexpr std::size_t least_room = 24;  // below it a detail says nothing

std::string padded(std::string_view text, std::size_t width) {
  const std::size_t used = columns(text);
  return std::string(text) + std::string(used < width ? width - used : 0, ' ');
}

class Page {
 public:
  Page(const RunReport& report, const ConsoleOptions& options)
      : report_(report),
        style_(options.colour),
        width_(std::max<std::size_t>(options.columns, 60)),
        facts_(options.facts) {}

  void verdict(const std::string& headline, const std::vector<std::string>& asides);
  void findings(std::size_t left_out);
  void checks();
  void profiles();
  void graph();
  void coverage(const Digest& found, const std::vector<OperationCoverage>& coverage);
  void notes();
  std::string take() { return std::move(out_); }

 private:
  void line(std::string_view text) { out_.append(text).push_back('\n'); }
  void heading(std::string_view text) { out_ += '\n' + style_(Ink::bold, text) + '\n'; }
  void finding(const Finding& finding);
  void check(const Check& check, std::size_t id_columns);
  void pattern(const PatternResult& result, std::size_t name_columns);
  void entry(const EntryOperation& entry);
  // A name in its column below an entry operation, then text wrapped beside it.
  void beside(std::string_view name, std::string_view text);
  // A label in the margin, then text wrapped beside it.
  void labelled(std::string_view label, Ink ink, std::string_view text, Ink text_ink = Ink::plain);
  // The same for what people copy: never wrapped.
  void command(std::string_view label, std::string_view text);

  const RunReport& report_;
  Style style_;
  std::size_t width_;
  bool facts_;
  std::string out_;
};

void Page::labelled(std::string_view label, Ink ink, std::string_view text, Ink text_ink) {
  bool first = true;
  for (const auto& part : wrapped(one_line(text, 4000), width_ - label_columns)) {
    line(style_(ink, padded(first ? label : "", label_columns)) + style_(text_ink, part));
    first = false;
  }
}

void Page::command(std::string_view label, std::string_view text) {
  if (!text.empty()) line(style_(Ink::dim, padded(label, label_columns)) + one_line(text, 4000));
}

void Page::verdict(const std::string& headline, const std::vector<std::string>& all) {
  const std::string word = report_.outcome == Outcome::errored   ? "COULD NOT RUN"
                           : report_.outcome == Outcome::passed  ? "PASSED"
                           : report_.outcome == Outcome::failed  ? "FAILED"
                           : report_.outcome == Outcome::skipped ? "SKIPPED"
                                                                 : "INCONCLUSIVE";
  line(fmt::format("{} {}  {}", style_(ink_of(report_.outcome), fmt::format("{} {}", glyph(report_.outcome), word)),
                   style_(Ink::bold, one_line(report_.name, 200)), headline));
  std::string second;
  for (const auto& aside : all) second += aside + ", ";
  line(style_(Ink::dim, fmt::format("  {}{}, seed {}, squall {}", second, spoken_ms(report_.duration_ms), report_.seed,
                                    report_.squall_version)));
}

void Page::finding(const Finding& finding) {
  out_ += '\n';
  const Ink ink = finding.severity == Severity::error     ? Ink::bad
                  : finding.severity == Severity::warning ? Ink::doubtful
                                                          : Ink::dim;
  const bool ignored = !finding.ignored.empty();
  labelled(ignored ? "ignored" : to_string(finding.severity), ignored ? Ink::dim : ink, finding.message,
           ignored ? Ink::plain : Ink::bold);
  std::string place;
  for (const auto& part : {finding.edge, finding.operation, contracts::to_string(finding.location), finding.rule}) {
    if (!part.empty()) place += (place.empty() ? "" : "  ") + part;
  }
  if (finding.occurrences > 1) place += fmt::format("  ({} times)", grouped(finding.occurrences));
  line(std::string(label_columns, ' ') + style_(Ink::dim, one_line(place, 1000)));
  if (ignored) return labelled("because", Ink::dim, finding.ignored);
  for (const auto& evidence : finding.evidence) {
    const std::string at = evidence.at_ms ? exact_ms(*evidence.at_ms) : "";
    line(fmt::format("{}{:>9}  {}", std::string(label_columns, ' '), at,
                     fitted(one_line(evidence.text, 2000), width_ - label_columns - 11)));
  }
  labelled("fix", Ink::dim, finding.suggestion);
  command("replay", finding.replay.command);
  command("request", finding.replay.curl);
}

void Page::findings(std::size_t left_out) {
  const Digest found = digest(report_);
  if (found.findings.empty()) return;
  heading("Findings");
  for (const auto& [check, one] : found.findings) finding(*one);
  if (left_out > 0)
    line(fmt::format("\n{}and {} more: see the html or json report", std::string(label_columns, ' '),
                     counted(left_out, "finding")));
}

// One line; what passed or failed says more where there is room, what is undecided gives its whole reason below.
void Page::check(const Check& check, std::size_t id_columns) {
  std::string seen = check.facts.empty() ? check.reason : check.facts.front();
  if (seen.empty() && !check.findings.empty()) seen = counted(check.findings.size(), "finding");
  const bool undecided = check.outcome != Outcome::passed && check.outcome != Outcome::failed;
  if (undecided) seen = spoken(check.outcome);
  const std::string id = padded(fitted(one_line(check.id, 400), 64), id_columns);
  // A longer id takes from the gap before the time, so that times stay in their column as long as they can.
  const std::string took = spoken_ms(check.duration_ms);
  const std::size_t end = id_columns + 11, least = columns(id) + 2 + columns(took);
  const std::size_t before = std::max(end, least) + 6;
  const std::size_t room = width_ > before ? width_ - before : 0;
  out_ += fmt::format("  {} {}{}{}", style_(ink_of(check.outcome), glyph(check.outcome)), id,
                      std::string(std::max(end, least) - columns(id) - columns(took), ' '), took);
  if (!seen.empty() && (undecided || room >= least_room))
    out_ += "  " + fitted(one_line(seen, 2000), std::max(room, least_room));
  out_ += '\n';
  const auto below = [&](std::string_view text) {
    std::string_view margin = "      ";
    for (const auto& part : wrapped(one_line(text, 2000), width_ - 8)) {
      line(std::string(margin) + part);
      margin = "        ";
    }
  };
  if (undecided) below(check.reason);
  for (const auto& fact : check.facts) {
    if (facts_) below(fact);
  }
}

void Page::checks() {
  if (report_.checks.empty()) return;
  heading("Checks");
  std::size_t widest = 0;
  for (const auto& one : report_.checks) {
    if (columns(one.id) <= 46) widest = std::max(widest, columns(one.id));
  }
  for (std::size_t i = 0; i < report_.checks.size() && i < most_rows; ++i) check(report_.checks[i], widest);
  if (report_.checks.size() > most_rows) {
    line(fmt::format("    and {} more", grouped(report_.checks.size() - most_rows)));
  }
}

void Page::profiles() {
  if (report_.profiles.empty()) return;
  heading("Resilience");
  std::size_t widest = 0, rows = 0;
  for (const auto& profile : report_.profiles) {
    for (const auto& one : profile.patterns) widest = std::max(widest, std::min<std::size_t>(columns(one.pattern), 24));
  }
  for (const auto& profile : report_.profiles) {
    if (rows < most_rows) line("  " + one_line(profile.edge, 400));
    for (const auto& one : profile.patterns) {
      if (++rows <= most_rows) pattern(one, widest);
    }
  }
  if (rows > most_rows) line(fmt::format("    and {} more", grouped(rows - most_rows)));
}

void Page::pattern(const PatternResult& result, std::size_t name_columns) {
  const auto verdict =
      result.expectation == Expectation::none ? std::string_view("measured") : to_string(result.expectation);
  const std::size_t before = name_columns + 20;
  out_ += fmt::format("    {}  {}", padded(fitted(one_line(result.pattern, 400), 24), name_columns),
                      style_(ink_of(result.expectation), padded(verdict, 12)));
  const auto parts = wrapped(one_line(result.summary, 2000), width_ - std::min(width_ - 20, before));
  for (std::size_t i = 0; i < parts.size(); ++i) out_ += (i == 0 ? "  " : '\n' + std::string(before, ' ')) + parts[i];
  out_ += '\n';
}

void Page::beside(std::string_view name, std::string_view text) {
  constexpr std::size_t name_columns = 13, before = 4 + name_columns + 2;
  bool first = true;
  for (const auto& part : wrapped(one_line(text, 2000), width_ - before)) {
    line("    " + padded(first ? name : "", name_columns) + "  " + part);
    first = false;
  }
}

void Page::entry(const EntryOperation& entry) {
  line("  " + one_line(fmt::format("{} of {}", entry.operation, entry.service), 400));
  beside("worst case", entry.worst);
  beside("amplification", entry.amplified);
  std::string points;
  for (const auto& edge : entry.single_points) points += (points.empty() ? "" : ", ") + edge;
  if (!points.empty()) beside("fails with", points);
  for (const auto& call : entry.calls) {
    const std::string timeout = call.timeout_ms ? spoken_ms(*call.timeout_ms) : "no timeout measured";
    const std::string attempts = call.attempts ? " x " + compact(*call.attempts) : "";
    const std::string worst = call.worst_ms ? ", at worst " + spoken_ms(*call.worst_ms) : "";
    const std::size_t indent = 4 + 2 * std::clamp<std::size_t>(call.depth, 1, 12);
    const std::string text =
        fmt::format("{} > {}  {}: {}{}{}", call.from, call.to, call.operation, timeout, attempts, worst);
    line(std::string(indent, ' ') + fitted(one_line(text, 2000), width_ - indent));
  }
}

void Page::graph() {
  if (report_.graph.empty()) return;
  heading("End to end");
  for (std::size_t i = 0; i < report_.graph.size() && i < most_rows; ++i) entry(report_.graph[i]);
  if (report_.graph.size() > most_rows) line(fmt::format("    and {} more", grouped(report_.graph.size() - most_rows)));
}

void Page::coverage(const Digest& found, const std::vector<OperationCoverage>& coverage) {
  std::string text;
  for (const auto& [what, share] : shares(found))
    text += fmt::format("{}{} of {} {}", text.empty() ? "" : ", ", grouped(share.seen), grouped(share.all), what);
  if (text.empty()) return;
  heading("Coverage");
  for (const auto& part : wrapped(text, width_ - 2)) line("  " + part);
  const auto unseen = unseen_lines(coverage, most_names);
  if (!unseen.empty()) line("  not seen:");
  for (std::size_t i = 0; i < unseen.size() && i < most_unseen; ++i) {
    line("    " + fitted(unseen[i].operation, width_ - 4));
    for (const auto& part : wrapped(unseen[i].text, width_ - 6)) line("      " + fitted(part, width_ - 6));
  }
  if (unseen.size() > most_unseen)
    line(
        fmt::format("    and {} more: see the html or json report", counted(unseen.size() - most_unseen, "operation")));
}

void Page::notes() {
  if (report_.notes.empty()) return;
  heading("Notes");
  for (const auto& note : report_.notes) {
    for (const auto& part : wrapped(one_line(note, 2000), width_ - 2)) line("  " + part);
  }
}

std::string render_plain(const RunReport& report) {
  return render_console(report, {});
}

}  // namespace

std::string render_console(const RunReport& report, const ConsoleOptions& options) {
  const Presentable shown =
      presentable(report, {.text = 2000, .findings = options.findings, .evidence = options.evidence, .rows = 500});
  const Digest found = digest(report);
  Page page(shown.report, options);
  page.verdict(headline(report, found), asides(report, found));
  page.findings(shown.findings_left_out);
  page.checks();
  page.profiles();
  page.graph();
  page.coverage(found, report.coverage);
  page.notes();
  return page.take();
}

extern const Format console_format;
const Format console_format{"console", "the summary on the terminal, as plain text", "txt", &render_plain};

}  // namespace squall::reports
