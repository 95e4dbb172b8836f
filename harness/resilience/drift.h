#pragma once
// How one measurement differs from an earlier one of the same pattern, beyond what two measurements of the same thing
// differ by.

#include <string>
#include <vector>

#include "chaos/patterns/measurement.h"

namespace squall::harness {

struct PatternDrift {
  enum class Kind {
    gone,     // the pattern was there
    changed,  // a parameter, or the way of it
    grown,    // the pattern was not there: no harm, but not what was written down
    unknown,  // it was measured, and cannot be any more
  } kind = Kind::changed;
  std::string parameter;  // "response"; "" for the pattern as a whole
  std::string text;       // "times out after 600 ms, where it was 300 ms"
  bool operator==(const PatternDrift&) const = default;
};

// Compares presence, the parameters that say how a pattern is set (not what hangs on the moment, such as how many calls
// were watched) and telling labels. Times differ beyond a quarter, 30 ms and what either measurement spread over;
// counts when what was seen has nothing in common. What was unknown before is not compared.
std::vector<PatternDrift> drift_between(const chaos::Measurement& before, const chaos::Measurement& now);

}  // namespace squall::harness
