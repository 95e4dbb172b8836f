#pragma once
// Which places does the consumer need? A search like that of breakage.h for places of which most may break it, so that
// each is asked about, not proved: what is told is no finding. Pure over `Play`.

#include "harness/variation/search_runs.h"

namespace squall::harness {

// Where the search is unsteady all is unknown.
struct Needs : SearchEnd {
  PlaceSet needed;      // it broke twice without each, alone
  PlaceSet not_needed;  // it did not without them, together
  PlaceSet unknown;     // never reached, breaking only together with others, or there was no run left
};

Needs find_needs(const PlaceSet& places, const Play& play);

}  // namespace squall::harness
