#include <algorithm>
#include <set>

#include "harness/variation/registry.h"
#include "harness/variation/status_edit.h"

namespace squall::harness {
namespace {

using contracts::openapi::Operation;

bool declares_a_success(const Operation& operation) {
  return std::any_of(operation.responses.begin(), operation.responses.end(),
                     [](const auto& declared) { return declared.status.starts_with('2'); });
}

// A status of what is declared: 503 of "503", 400 of "4XX"; 500 of "default", where that is for failures only. 0: none.
int error_of(const std::string& declared, const Operation& operation) {
  if (declared == "default") return declares_a_success(operation) ? 500 : 0;
  if (declared.size() != 3 || (declared.front() != '4' && declared.front() != '5')) return 0;
  return declared.ends_with("XX") ? (declared.front() - '0') * 100 : std::stoi(declared);
}

std::vector<AnswerEdit> edits(const GivenAnswer& given, const AnswerDraft&, const contracts::Random& random,
                              const VariationOptions&) {
  std::vector<AnswerEdit> found;
  if (given.response.status < 200 || given.response.status > 299) return found;
  std::set<int> statuses;
  for (const auto& declared : given.operation.responses) statuses.insert(error_of(declared.status, given.operation));
  statuses.erase(0);
  for (const int status : statuses) {
    if (auto edit = status_edit(given, status, random)) found.push_back(std::move(*edit));
  }
  return found;
}

}  // namespace

const Variation error_status = {
    .name = "error-status",
    .summary = "a declared error is answered in place of a success",
    .by_default = false,
    .relies_on = relies_on_status,
    .edits = edits,
    .tests_may_fail = true,
};

}  // namespace squall::harness
