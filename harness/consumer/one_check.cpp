#include "harness/consumer/one_check.h"

#include <array>
#include <utility>

#include "reports/model/names.h"

namespace squall::harness {
namespace {

using reports::Check;
using reports::Outcome;

const Check* first_of(const std::vector<Check>& parts, Outcome outcome) {
  for (const Check& part : parts) {
    if (part.outcome == outcome) return &part;
  }
  return nullptr;
}

}  // namespace

void add_parts(std::vector<Check> parts, Check& whole) {
  constexpr std::array<Outcome, 4> worst_first = {Outcome::failed, Outcome::errored, Outcome::inconclusive,
                                                  Outcome::passed};
  whole.outcome = Outcome::inconclusive;
  whole.reason = "nothing was run";
  for (const Outcome outcome : worst_first) {
    const Check* part = first_of(parts, outcome);
    if (part == nullptr) continue;
    whole.outcome = outcome;
    whole.reason = part->reason.empty() ? "" : part->id + ": " + part->reason;
    break;
  }
  for (Check& part : parts) {
    const bool reasoned = !part.reason.empty() && part.outcome != whole.outcome;
    whole.facts.push_back(part.id + ": " + std::string(to_string(part.outcome)) +
                          (reasoned ? " (" + part.reason + ")" : ""));
    for (const std::string& fact : part.facts) whole.facts.push_back(part.id + ": " + fact);
    for (auto& finding : part.findings) whole.findings.push_back(std::move(finding));
  }
}

}  // namespace squall::harness
