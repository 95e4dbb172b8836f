#include "harness/check/finding_builder.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "contracts/core/random.h"

namespace squall::harness {

std::string without_indices(const std::string& pointer) {
  std::string result;
  std::size_t at = 0;
  while (at < pointer.size()) {
    const std::size_t end = std::min(pointer.find('/', at + 1), pointer.size());
    const std::string token = pointer.substr(at, end - at);
    const bool index = token.size() > 1 && token.find_first_not_of("0123456789", 1) == std::string::npos;
    result += index ? "/*" : token;
    at = end;
  }
  return result;
}

std::string finding_id(const std::string& rule, const std::string& operation, const contracts::Location& location,
                       const std::string& where) {
  // The line is left out: a finding keeps its id when the file is edited above it. So is the folder: it keeps it on
  // another machine.
  const std::size_t slash = location.file.rfind('/');
  const std::string file = slash == std::string::npos ? location.file : location.file.substr(slash + 1);
  std::string cause;
  for (const std::string* part : {&rule, &operation, &file, &location.pointer, &where}) {
    cause += *part;
    cause += '\0';
  }
  return fmt::format("{:016x}", contracts::stable_hash(cause));
}

bool is_shared_place(const contracts::Location& place) {
  return !place.pointer.empty() && place.pointer != "/paths" && !place.pointer.starts_with("/paths/");
}

reports::Finding finding_of(const contracts::Violation& violation, const std::string& operation,
                            const std::string& subject) {
  reports::Finding finding;
  finding.rule = violation.rule;
  finding.operation = operation;
  finding.location = violation.contract;
  finding.message = subject;
  if (!subject.empty()) finding.message += ": ";
  const bool named = violation.message.compare(0, violation.where.size(), violation.where) == 0;
  if (!named) finding.message += violation.where + violation.pointer + " ";
  finding.message += violation.message;
  finding.id = finding_id(violation.rule, operation, violation.contract,
                          violation.where + without_indices(violation.pointer) + "\n" + violation.keyword);
  return finding;
}

bool has_error(const std::vector<reports::Finding>& findings) {
  return std::any_of(findings.begin(), findings.end(),
                     [](const auto& finding) { return finding.severity == reports::Severity::error; });
}

void FindingSet::add(reports::Finding finding) {
  if (finding.id.empty()) {
    finding.id = finding_id(finding.rule, finding.operation, finding.location, finding.edge);
  }
  const auto known = find(finding.id);
  if (known == findings_.end()) {
    findings_.push_back(std::move(finding));
  } else {
    known->occurrences += finding.occurrences;
  }
}

bool FindingSet::again(const std::string& id) {
  const auto known = find(id);
  if (known == findings_.end()) return false;
  ++known->occurrences;
  return true;
}

std::vector<reports::Finding>::iterator FindingSet::find(const std::string& id) {
  return std::find_if(findings_.begin(), findings_.end(), [&](const auto& finding) { return finding.id == id; });
}

void FindingSet::add(const contracts::Violation& violation, const std::string& operation,
                     const std::string& message_prefix, std::vector<reports::EvidenceLine> evidence,
                     reports::Replay replay) {
  reports::Finding finding = finding_of(violation, operation, message_prefix);
  finding.evidence = std::move(evidence);
  finding.replay = std::move(replay);
  add(std::move(finding));
}

std::vector<reports::Finding> FindingSet::take() {
  std::stable_sort(findings_.begin(), findings_.end(), [](const reports::Finding& a, const reports::Finding& b) {
    return static_cast<int>(a.severity) < static_cast<int>(b.severity);
  });
  return std::exchange(findings_, {});
}

}  // namespace squall::harness
