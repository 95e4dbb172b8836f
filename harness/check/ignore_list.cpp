#include "harness/check/ignore_list.h"

#include <algorithm>

#include "harness/check/glob.h"

namespace squall::harness {

namespace {

using reports::Check;
using reports::Finding;
using reports::Outcome;

bool fits(const std::string& pattern, const std::string& text) {
  return pattern.empty() || glob(pattern, text);
}

bool accepts(const IgnoreEntry& entry, const Finding& finding) {
  return (entry.id.empty() || entry.id == finding.id) && fits(entry.rule, finding.rule) &&
         fits(entry.operation, finding.operation);
}

bool fails(const Finding& finding) {
  return finding.severity == reports::Severity::error && finding.ignored.empty();
}

std::string what(const IgnoreEntry& entry) {
  std::string text;
  for (const std::string* part : {&entry.id, &entry.rule, &entry.operation}) {
    if (!part->empty()) text += (text.empty() ? "'" : " of '") + *part + "'";
  }
  return text;
}

}  // namespace

IgnoreList::IgnoreList(IgnoreEntries entries, std::string today) : today_(std::move(today)) {
  for (IgnoreEntry& entry : entries) {
    uses_.emplace_back();
    uses_.back().entry = std::move(entry);
  }
}

// Dates of this notation compare as texts.
bool IgnoreList::expired(const Use& use) const {
  return !use.entry.expires.empty() && use.entry.expires < today_;
}

void IgnoreList::apply(Check& check) {
  const bool carried_out = check.outcome == Outcome::passed || check.outcome == Outcome::failed;
  const bool failed = std::any_of(check.findings.begin(), check.findings.end(), fails);
  for (Use& use : uses_) {
    if (!fits(use.entry.check, check.id)) continue;
    (carried_out ? use.ran : use.unfinished) = true;
    for (Finding& finding : check.findings) {
      if (!accepts(use.entry, finding)) continue;
      ++use.matched;
      if (finding.ignored.empty() && !expired(use)) finding.ignored = use.entry.reason;
    }
  }
  if (check.outcome == Outcome::failed && failed && std::none_of(check.findings.begin(), check.findings.end(), fails)) {
    check.outcome = Outcome::passed;
  }
}

std::vector<std::string> IgnoreList::notes() const {
  std::vector<std::string> notes;
  for (const Use& use : uses_) {
    const std::string place = contracts::to_string(use.entry.location) + ": " + what(use.entry);
    if (expired(use) && use.matched > 0) {
      notes.push_back(place + " is ignored no longer: the entry expired on " + use.entry.expires);
    } else if (use.matched == 0 && use.ran && !use.unfinished) {
      notes.push_back(place + " was not found any more: remove the entry");
    }
  }
  return notes;
}

}  // namespace squall::harness
