#pragma once
// What a verification never saw, in words, so that somebody can act on it.

#include <string>
#include <vector>

#include "reports/model/run_report.h"

namespace squall::reports {

// Of one operation, the weightiest first: "never answered with a success", "responses 404, 409",
// "request branches body /note: absent and 3 more". At most `most` names in each; empty when everything was seen.
std::vector<std::string> unseen_of(const OperationCoverage& operation, std::size_t most);

struct UnseenLine {
  std::string operation;  // with its service, when there are several
  std::string text;
  bool operator==(const UnseenLine&) const = default;
};
// A line for each operation of which something was not seen: those that never succeeded first. Texts are fit to show
// (text.h), on one line and bounded.
std::vector<UnseenLine> unseen_lines(const std::vector<OperationCoverage>& coverage, std::size_t most_names);

}  // namespace squall::reports
