#pragma once
// Digest: what a person wants to know first, counted once for every format.

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "reports/model/run_report.h"

namespace squall::reports {

struct FindingRef {
  const Check* check;
  const Finding* finding;
};

struct Share {
  std::size_t seen = 0, all = 0;
  bool operator==(const Share&) const = default;
};

struct Digest {
  std::array<std::size_t, 5> outcomes{};    // checks, by Outcome
  std::array<std::size_t, 3> severities{};  // findings that count, by Severity
  std::size_t ignored = 0;                  // findings that the ignore file accepts
  // Errors first, ignored ones last, otherwise in the report's order; valid as long as the report.
  std::vector<FindingRef> findings;
  // Seen at least once, of those declared. Media types are those of requests and of each declared status.
  Share operations, responses, parameters, media_types, branches;

  std::size_t count(Outcome outcome) const { return outcomes[static_cast<std::size_t>(outcome)]; }
  std::size_t count(Severity severity) const { return severities[static_cast<std::size_t>(severity)]; }
};

Digest digest(const RunReport& report);

// What coverage there is, by name: "operations", "declared responses" ... Without those of which nothing is declared.
std::vector<std::pair<std::string_view, Share>> shares(const Digest& digest);

// The verdict in words: "2 of 6 checks failed", "All 5 checks passed".
std::string headline(const RunReport& report, const Digest& digest);
// The counts the headline does not tell, each on its own: "1 inconclusive", "3 passed", "2 errors".
std::vector<std::string> asides(const RunReport& report, const Digest& digest);
// "could not run" for errored; the plain name for the others.
std::string_view spoken(Outcome outcome);

// What is known about an edge, worst first.
enum class EdgeState {
  broken,     // an expectation is broken, or an error was found there
  undecided,  // an expectation stayed inconclusive
  holds,      // every expectation held, or an experiment that injected faults there passed
  measured,   // measured without an expectation
  conforms,   // nothing was injected; the calls that crossed it kept the contract
  untouched   // nothing is known
};
constexpr std::array<std::string_view, 6> names_of(EdgeState) {
  return {"broken", "inconclusive", "holds", "measured", "calls conform", "not tested"};
}
EdgeState edge_state(const RunReport& report, const std::string& edge);

}  // namespace squall::reports
