#include "harness/stub_rules/scenarios.h"

namespace squall::harness {

Scenarios::Scenarios(std::vector<std::string> names) : names_(std::move(names)) {
  reset();
}

bool Scenarios::take(const Turn& turn) {
  const std::scoped_lock lock(mutex_);
  if (turn.times != 0 && now_.matched[turn.rule] >= turn.times) return false;
  if (!turn.scenario.empty()) {
    std::string& state = now_.states[turn.scenario];
    if (!turn.from.empty() && state != turn.from) return false;
    if (!turn.to.empty()) state = turn.to;
  }
  ++now_.matched[turn.rule];
  return true;
}

std::uint64_t Scenarios::next(const std::string& sequence) {
  const std::scoped_lock lock(mutex_);
  return ++now_.sequences[sequence];
}

std::map<std::string, std::string> Scenarios::states() const {
  const std::scoped_lock lock(mutex_);
  return now_.states;
}

bool Scenarios::set(const std::string& scenario, const std::string& state) {
  const std::scoped_lock lock(mutex_);
  const auto found = now_.states.find(scenario);
  if (found == now_.states.end()) return false;
  found->second = state;
  return true;
}

void Scenarios::reset() {
  const std::scoped_lock lock(mutex_);
  now_ = {};
  for (const std::string& name : names_) now_.states[name] = kStart;
}

Scenarios::Snapshot Scenarios::snapshot() const {
  const std::scoped_lock lock(mutex_);
  return now_;
}

void Scenarios::bring_back(Snapshot snapshot) {
  const std::scoped_lock lock(mutex_);
  now_ = std::move(snapshot);
}

}  // namespace squall::harness
