#include "harness/explore/invariants.h"

#include "contracts/core/document.h"
#include "contracts/core/units.h"
#include "harness/experiment/probe.h"

namespace squall::harness {
namespace {

constexpr Duration kBetween = std::chrono::milliseconds(25);

}  // namespace

InvariantCheck::InvariantCheck(RunContext& context, const std::vector<ExploreInvariant>& invariants)
    : context_(context), invariants_(invariants) {}

std::string InvariantCheck::read(Client& client, const ExploreInvariant& invariant, Values& values) const {
  for (const NamedProbe& probe : invariant.values) {
    const Invariant one{probe.request, probe.service, probe.pointer, std::nullopt, invariant.within, probe.location};
    auto value = read_value(client, context_, one, context_.seed, context_.stop);
    if (!value) return value.error().message;
    values[probe.name] = std::move(*value);
  }
  return {};
}

std::string InvariantCheck::read_before(Client& client) {
  before_.clear();
  for (const ExploreInvariant& invariant : invariants_) {
    before_.emplace_back();
    if (auto why = read(client, invariant, before_.back()); !why.empty())
      return "'" + invariant.name + "' could not be read: " + why;
  }
  return {};
}

bool InvariantCheck::judge_one(Client& client, const ExploreInvariant& invariant, const Values& before,
                               std::string& why) const {
  Values now;
  why = read(client, invariant, now);
  if (!why.empty()) return false;
  const auto value = [&](const std::string& name, bool earlier) -> const contracts::Value& {
    return (earlier ? before : now).at(name);
  };
  const auto held = holds(invariant.holds, value);
  if (held && *held) return true;
  for (const auto& [name, found] : now) {
    why += (why.empty() ? "" : ", ") + name + " is " + contracts::to_json(found) + " and was " +
           contracts::to_json(before.at(name));
  }
  if (!held) why = held.error().message;
  return false;
}

void InvariantCheck::judge(Client& client, Observation& seen) {
  for (std::size_t i = 0; i < invariants_.size(); ++i) {
    const ExploreInvariant& invariant = invariants_[i];
    const auto end = std::chrono::steady_clock::now() + invariant.within;
    std::string why;
    while (!judge_one(client, invariant, before_[i], why)) {
      if (context_.stop.stop_requested()) return;
      if (std::chrono::steady_clock::now() >= end) {
        Breach breach;
        breach.rule = "explore.invariant";
        breach.what = invariant.name;
        breach.message = "'" + invariant.name + "' does not hold " + contracts::format_duration(invariant.within) +
                         " afterwards: " + invariant.holds.text + ", where " + why;
        breach.location = invariant.location;
        seen.breaches.push_back(std::move(breach));
        break;
      }
      pause_for(kBetween, context_.stop);
    }
  }
}

}  // namespace squall::harness
