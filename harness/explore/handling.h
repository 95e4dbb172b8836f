#pragma once
// Handling: what a system did about faults, as far as it can be seen from outside. Pure.

#include <string>
#include <vector>

#include "harness/explore/trial.h"

namespace squall::harness {

// The kinds of a JSON text's parts: "{available:number,items:[{sku:string}]}"; "" for what is no JSON. Values do not
// matter, nor which and how many items an array has beyond the first.
std::string shape_of(const std::string& body);

// The answers' statuses and shapes, and for each place what its attempts came to; of a struck one, whether the
// provider got it. Two faults with equal texts were handled in the same way, and did the same to the provider.
std::string handling_of(const Observation& seen);
// The same without telling struck attempts from others: equal to that of a calm run when faults changed nothing.
std::string visible_of(const Observation& seen);

bool reached(const Observation& seen, const Place& place);
// In order of appearance: each operation, then each edge as a whole.
std::vector<Place> places_of(const Observation& seen);

}  // namespace squall::harness
