#pragma once
// Which places does the consumer need? A search like that of breakage.h for places of which most may break it, so that
// each is asked about, not proved: what is told is no finding. Pure over `Play`.

#include <cstddef>

#include "harness/variation/breakage.h"

namespace squall::harness {

struct Needs {
  PlaceSet needed;          // it broke twice without each, alone
  PlaceSet not_needed;      // it did not without them, together
  PlaceSet unknown;         // never reached, breaking only together with others, or there was no run left
  bool unsteady = false;    // it broke now and then, or in calm weather: all is unknown
  bool unfinished = false;  // a run was not made
  std::size_t plays = 0;
};

Needs find_needs(const PlaceSet& places, const Play& play);

}  // namespace squall::harness
