#include "harness/verify/same_cause.h"

#include <algorithm>
#include <map>
#include <set>

#include "harness/check/finding_builder.h"
#include "reports/model/text.h"

namespace squall::harness {
namespace {

constexpr std::size_t fewest_everywhere = 3;

using Group = std::vector<std::size_t>;  // indices, in order

std::vector<std::string> operations_of(const std::vector<FoundProblem>& all, const Group& group) {
  std::vector<std::string> names;
  for (const std::size_t index : group) {
    const std::string& name = all[index].finding.operation;
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  }
  return names;
}

void merge(std::vector<FoundProblem>& all, const Group& group, const contracts::Location& place,
           std::set<std::size_t>& merged) {
  FoundProblem& first = all[group.front()];
  reports::Finding& finding = first.finding;
  finding.operations = operations_of(all, group);
  finding.id = finding_id(finding.rule, "", place, first.kind);
  for (std::size_t i = 1; i < group.size(); ++i) {
    finding.occurrences += all[group[i]].finding.occurrences;
    merged.insert(group[i]);
  }
}

template <class Key>
void merge_by(std::vector<FoundProblem>& all, Key key_of, std::size_t fewest) {
  std::map<std::string, Group> groups;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const std::string key = all[i].kind.empty() ? std::string{} : key_of(all[i]);
    if (!key.empty()) groups[key].push_back(i);
  }
  std::set<std::size_t> merged;
  for (const auto& [key, group] : groups) {
    if (operations_of(all, group).size() < fewest) continue;
    const contracts::Location& place = all[group.front()].finding.location;
    merge(all, group, is_shared_place(place) ? place : contracts::Location{}, merged);
  }
  std::vector<FoundProblem> rest;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (!merged.contains(i)) rest.push_back(std::move(all[i]));
  }
  all = std::move(rest);
}

}  // namespace

void merge_same_causes(std::vector<FoundProblem>& all, std::size_t exercised_operations) {
  const auto shared_place = [](const FoundProblem& found) {
    const contracts::Location& place = found.finding.location;
    return is_shared_place(place) ? found.kind + '\n' + place.file + '\n' + place.pointer : std::string{};
  };
  merge_by(all, shared_place, 2);
  const auto anywhere = [](const FoundProblem& found) {
    return is_shared_place(found.finding.location) ? std::string{} : found.kind;
  };
  merge_by(all, anywhere, std::max(fewest_everywhere, (exercised_operations + 1) / 2));
}

}  // namespace squall::harness
