#include "harness/variation/crashes.h"

#include <array>
#include <csignal>

namespace squall::harness {
namespace {

using Outcome = PlayResult::Outcome;

constexpr std::size_t kRounds = 2;  // of calm weather and the place alone

struct Signal {
  int number;
  const char* name;
};
constexpr std::array kFaults = {Signal{SIGSEGV, "SIGSEGV"}, Signal{SIGBUS, "SIGBUS"}, Signal{SIGFPE, "SIGFPE"},
                                Signal{SIGILL, "SIGILL"}, Signal{SIGSYS, "SIGSYS"}};

class CrashSearch {
 public:
  explicit CrashSearch(const Play& play) : play_(play) {}

  Crashes run(const PlaceSet& places) {
    for (const auto& place : places) {
      if (over()) break;
      const PlayResult first = played({place});
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
  bool over() const { return result_.unsteady || result_.unfinished; }

  PlayResult played(const PlaceSet& changed) {
    PlayResult result = play_(changed);
    if (result.outcome == Outcome::not_run) {
      result_.unfinished = true;
    } else {
      ++result_.plays;
    }
    return result;
  }

  void prove(const std::string& place, const PlayResult& first) {
    for (std::size_t round = 0; round < kRounds; ++round) {
      const PlayResult calm = played({});
      if (calm.outcome == Outcome::broke) result_.unsteady = true;
      if (calm.outcome != Outcome::held) return;
      const PlayResult again = played({place});
      if (again.outcome == Outcome::not_run) return;
      if (crash_of(again.how) != crash_of(first.how)) result_.unsteady = true;
      if (result_.unsteady) return;
    }
    result_.causes.push_back({{place}, true, first});
  }

  const Play& play_;
  Crashes result_;
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
