#include "harness/explore/to_report.h"

#include <fmt/format.h>

#include <algorithm>

#include "harness/check/finding_builder.h"
#include "reports/model/text.h"

namespace squall::harness {
namespace {

constexpr std::size_t kMostAlso = 8;

std::string words_of(const std::vector<PlacedFault>& faults) {
  std::string text;
  for (const PlacedFault& fault : faults)
    text += (text.empty() ? "" : " and ") + to_string(fault.place) + " is struck by '" + fault.choice.name + "'";
  return text;
}

std::string suggestion_for(const std::string& rule) {
  if (rule == "explore.invariant") {
    return "undo every completed step when a later one fails, and go on trying where the undoing itself fails (an "
           "outbox)";
  }
  if (rule == "explore.hang") return "give every call to a dependency a timeout, and all of them together a deadline";
  if (rule == "explore.not-restored") return "let breakers, pools and queues recover once the dependency does";
  return "answer with an error that the contract declares, whatever went wrong behind it";
}

std::string joined(const std::vector<std::string>& parts, const char* between) {
  std::string text;
  for (const std::string& part : parts) text += (text.empty() ? "" : between) + part;
  return text;
}

}  // namespace

reports::Finding finding_of(const Found& found, const Entry& entry) {
  reports::Finding finding;
  const std::vector<PlacedFault>& faults = found.trial.faults;
  const bool after = found.breach.rule == "explore.not-restored";
  finding.rule = found.breach.rule;
  finding.severity =
      after || faults.empty() || found.came_up > 1 ? reports::Severity::error : reports::Severity::warning;
  finding.message = found.breach.message;
  finding.message += faults.empty() ? ", without any fault" : (after ? "; before, " : " when ") + words_of(faults);
  finding.operation = found.breach.operation.empty() ? entry.name : found.breach.operation;
  finding.location = found.breach.location;
  finding.occurrences = found.occurrences;
  finding.suggestion = suggestion_for(finding.rule);
  std::string where = found.breach.what;
  for (const PlacedFault& fault : faults) where += "\n" + to_string(fault.place);
  finding.id = finding_id(finding.rule, entry.name, finding.location, where);
  const auto elsewhere = [&](const PlacedFault& fault) { return fault.place.edge != faults.front().place.edge; };
  if (!faults.empty() && std::none_of(faults.begin(), faults.end(), elsewhere))
    finding.edge = faults.front().place.edge;
  finding.evidence = found.seen.evidence;
  if (found.trial.entry.requests.size() > 1) {
    finding.evidence.push_back(
        {std::nullopt, reports::counted(found.trial.entry.requests.size(), "request") + " in a row are needed"});
  }
  if (!after) {
    finding.evidence.push_back({std::nullopt, fmt::format("came up in {} of {} tries", found.came_up, found.tries)});
  }
  for (std::size_t i = 0; i < found.also.size() && i < kMostAlso; ++i)
    finding.evidence.push_back({std::nullopt, "so it does with " + found.also[i]});
  return finding;
}

std::vector<std::string> facts_of(const SearchResult& result) {
  std::vector<std::string> facts;
  std::vector<std::string> places;
  for (const Place& place : result.places) places.push_back(to_string(place));
  if (!places.empty()) facts.push_back("touched " + joined(places, ", "));
  const std::size_t runs = result.singles + result.pairs, all = result.all_singles + result.all_pairs;
  if (all > 0) {
    facts.push_back(
        fmt::format("{} runs ({} with faults at one place, {} at two), where all faults and pairs are {}; {} more to "
                    "prove findings and make them smaller",
                    runs, result.singles, result.pairs, all, result.proofs));
  }
  for (const auto& [reason, times] : result.pruned) {
    if (times > 0)
      facts.push_back(fmt::format("left out {}: {}; assuming that {}", times, what(reason), assumption(reason)));
  }
  for (const auto& [place, fields] : result.unread)
    facts.push_back("of the answer to " + to_string(place) + " nobody reads " + joined(fields, ", "));
  facts.insert(facts.end(), result.notes.begin(), result.notes.end());
  return facts;
}

}  // namespace squall::harness
