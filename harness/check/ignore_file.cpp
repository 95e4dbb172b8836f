// Reading and writing the ignore file.

#include "contracts/core/value.h"
#include "harness/check/ignore_list.h"
#include "harness/check/shown_path.h"
#include "harness/system/fields.h"
#include "harness/system/form_check.h"
#include "harness/system/form_parts.h"
#include "harness/system/schema.h"

namespace squall::harness {

namespace {

using Errors = std::vector<contracts::Error>;

const Form& ignore_form() {
  static const Form form = [] {
    Form made = *list("Findings that are accepted",
                      object("One or several findings",
                             {{"id", scalar("A finding's id, as every report gives it", {Notation::text})},
                              {"rule", scalar("The rule of the findings; * and ? stand for any text and any character",
                                              {Notation::text})},
                              {"operation", scalar("Only on these operations: 'GET /orders/*'", {Notation::text})},
                              {"check", scalar("Only of these checks: verify/orders, resilience/*", {Notation::text})},
                              {"reason", scalar("Why it is accepted; shown in every report", {Notation::text}), true},
                              {"expires", scalar("The last day on which it is accepted", {Notation::date})}}));
    made.may_be_empty = true;
    return made;
  }();
  return form;
}

IgnoreEntry read_entry(Source& source, const contracts::Node& node) {
  const Fields fields(source, node);
  IgnoreEntry entry;
  entry.id = fields.text("id");
  entry.rule = fields.text("rule");
  entry.operation = fields.text("operation");
  entry.check = fields.text("check");
  entry.reason = fields.text("reason");
  entry.expires = fields.text("expires");
  entry.location = fields.location();
  if (!node.is_object()) return entry;
  if (entry.id.empty() && entry.rule.empty())
    source.mistake(node, "the entry says neither 'id' nor 'rule'", "take them from a report, or use --write-ignore");
  if (const contracts::Node* reason = fields.find("reason");
      reason != nullptr && entry.reason.find_first_not_of(" \t\r\n") == std::string::npos)
    source.mistake(*reason, "the reason is empty", "say why this is accepted; every report shows it");
  return entry;
}

tl::expected<IgnoreEntries, Errors> read(contracts::Result<contracts::Document> document) {
  if (!document) return tl::unexpected<Errors>(Errors{document.error()});
  const EnvironmentLookup none = [](const std::string&) { return std::nullopt; };
  Source source(*document, none);
  check_form(source, source.root(), ignore_form());
  IgnoreEntries entries;
  for (const contracts::Node& node : source.root().items()) entries.push_back(read_entry(source, node));
  if (!source.mistakes().empty()) return tl::unexpected<Errors>(source.mistakes().take());
  return entries;
}

std::string quoted(const std::string& text) {
  return contracts::to_json(contracts::Value(text));
}

std::string entry_for(const reports::Check& check, const reports::Finding& finding) {
  std::string message = finding.message.substr(0, 200);
  for (char& c : message) {
    if (static_cast<unsigned char>(c) < 0x20) c = ' ';
  }
  std::string text = "# " + message + "\n- id: " + quoted(finding.id) + "\n  rule: " + quoted(finding.rule) + "\n";
  if (!finding.operation.empty()) text += "  operation: " + quoted(finding.operation) + "\n";
  return text + "  check: " + quoted(check.id) + "\n  reason: \"\"\n";
}

}  // namespace

tl::expected<IgnoreEntries, Errors> load_ignore_file(const std::string& path) {
  auto document = contracts::Document::load(shown_path(path));
  if (!document && document.error().kind == contracts::ErrorKind::io)
    document.error().kind = contracts::ErrorKind::usage;
  return read(std::move(document));
}

tl::expected<IgnoreEntries, Errors> parse_ignore_file(std::string text, const std::string& path) {
  return read(contracts::Document::parse(std::move(text), path, contracts::Syntax::yaml));
}

std::string ignore_schema() {
  return published_schema("Squall ignore file", ignore_form());
}

std::string ignore_file_for(const reports::RunReport& report) {
  std::string text = "# Findings that are accepted. Fill in each reason; `expires: 2026-12-31` limits it in time.\n";
  bool any = false;
  for (const reports::Check& check : report.checks) {
    for (const reports::Finding& finding : check.findings) {
      if (!finding.ignored.empty() || finding.severity == reports::Severity::info) continue;
      text += entry_for(check, finding);
      any = true;
    }
  }
  return any ? text : text + "[]\n";
}

}  // namespace squall::harness
