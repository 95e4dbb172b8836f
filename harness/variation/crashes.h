#pragma once
// What becomes of the consumer at each place alone, where its tests may fail: a crash is its fault whatever it was
// answered, and so is one that comes three times. Pure over `Play`.

#include <string>
#include <utility>
#include <vector>

#include "harness/variation/breakage.h"

namespace squall::harness {

struct Crashes : SearchEnd {
  std::vector<std::pair<std::string, PlayResult>> ends;  // each place with its first run, in order
  std::vector<BreakingCause> causes;                     // places that crash it, proved as in breakage.h
  PlaceSet left;                                         // nothing led there
};

// Of "killed by signal 11", and of "exited 139" as shells say it: SIGSEGV, SIGBUS, SIGFPE, SIGILL and SIGSYS, which no
// test framework ends a failed test with (SIGABRT it may be). "" for any other end.
std::string crash_of(const std::string& how);

Crashes find_crashes(const PlaceSet& places, const Play& play);

}  // namespace squall::harness
