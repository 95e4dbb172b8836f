#pragma once
// What a search found, as a report shows it.

#include <string>
#include <vector>

#include "harness/explore/search.h"
#include "reports/model/run_report.h"

namespace squall::harness {

// Its id says which cause under which faults; the replay is the caller's to fill in. What came up once and never again
// is a warning.
reports::Finding finding_of(const Found& found, const Entry& entry);
// Places, trials against what there would be, and what was left out on which assumption.
std::vector<std::string> facts_of(const SearchResult& result);

}  // namespace squall::harness
