#include "harness/variation/crashes.h"

#include <array>
#include <csignal>

namespace squall::harness {
namespace {

using Outcome = PlayResult::Outcome;

struct Signal {
  int number;
  const char* name;
};
constexpr std::array kFaults = {Signal{SIGSEGV, "SIGSEGV"}, Signal{SIGBUS, "SIGBUS"}, Signal{SIGFPE, "SIGFPE"},
                                Signal{SIGILL, "SIGILL"}, Signal{SIGSYS, "SIGSYS"}};

class CrashSearch {
 public:
  explicit CrashSearch(const Play& play) : runs_(play, result_) {}

  Crashes run(const PlaceSet& places) {
    for (const auto& place : places) {
      if (result_.is_over()) break;
      const PlayResult first = runs_.run({place});
      if (first.outcome == Outcome::not_run) break;
      if (first.changed.empty()) {
        result_.left.insert(place);
        // With nothing changed it was calm weather.
        if (first.outcome == Outcome::broke) result_.unsteady = true;
        continue;
      }
      result_.ends.emplace_back(place, first);
      if (!crash_of(first.how).empty()) prove(place, first);
    }
    return std::move(result_);
  }

 private:
  void prove(const std::string& place, const PlayResult& first) {
    const std::string crash = crash_of(first.how);
    if (runs_.prove({place}, [&crash](const PlayResult& again) { return crash_of(again.how) == crash; }))
      result_.causes.push_back({{place}, true, first});
  }

  Crashes result_;
  SearchRuns runs_;
};

}  // namespace

std::string crash_of(const std::string& how) {
  for (const Signal& fault : kFaults) {
    if (how == "killed by signal " + std::to_string(fault.number) ||
        how == "exited " + std::to_string(128 + fault.number))
      return fault.name;
  }
  return "";
}

Crashes find_crashes(const PlaceSet& places, const Play& play) {
  return CrashSearch(play).run(places);
}

}  // namespace squall::harness
