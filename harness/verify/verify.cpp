#include "harness/verify/verify.h"

#include <chrono>
#include <set>

#include "contracts/core/suggest.h"
#include "harness/verify/exerciser.h"
#include "harness/verify/phase.h"

namespace squall::harness {
namespace {

// The phases asked for, in the order they run. "" or the name of one that does not exist.
std::string unknown_phase(const std::vector<std::string>& names) {
  for (const std::string& name : names) {
    if (find_verify_phase(name) == nullptr) return name;
  }
  return {};
}

bool is_wanted(const Phase& phase, const std::vector<std::string>& names) {
  if (names.empty()) return true;
  for (const std::string& name : names) {
    if (name == phase.name) return true;
  }
  return false;
}

std::string known_phases() {
  std::string names;
  for (const Phase* phase : verify_phases()) names += (names.empty() ? "" : ", ") + std::string(phase->name);
  return names;
}

reports::Check refused(const std::string& phase) {
  reports::Check check;
  check.outcome = reports::Outcome::errored;
  check.reason = "there is no verification phase '" + phase + "'; there are " + known_phases();
  return check;
}

}  // namespace

Verification verify(const VerifyPlan& plan) {
  const auto begin = std::chrono::steady_clock::now();
  Verification result;
  if (const std::string unknown = unknown_phase(plan.phases); !unknown.empty()) {
    result.check = refused(unknown);
  } else {
    Exerciser exerciser(plan);
    std::vector<const Phase*> wanted;
    for (const Phase* phase : verify_phases()) {
      if (is_wanted(*phase, plan.phases)) wanted.push_back(phase);
    }
    std::set<void (*)(Exerciser&)> first_looks;
    for (const Phase* phase : wanted) {
      if (phase->first_look != nullptr && first_looks.insert(phase->first_look).second) phase->first_look(exerciser);
    }
    const double share = 1.0 / static_cast<double>(wanted.size());
    for (std::size_t i = 0; i < wanted.size() && !exerciser.stopped(); ++i) {
      exerciser.begin_phase(*wanted[i], share * static_cast<double>(i), share);
      wanted[i]->run(exerciser);
    }
    result = exerciser.finish();
  }
  result.check.id = plan.id;
  result.check.kind = reports::CheckKind::provider;
  result.check.title = plan.service + " keeps " + plan.router->contract().title;
  result.check.duration_ms =
      std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
  return result;
}

}  // namespace squall::harness
