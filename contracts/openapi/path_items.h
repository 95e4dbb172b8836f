#pragma once
// A path item with the ones it refers to: `$ref` beside other fields is allowed, the fields beside it come first.

#include <string>
#include <utility>
#include <vector>

#include "contracts/openapi/sources.h"

namespace squall::contracts::openapi {

struct PathItemPart {
  Place place;
  std::vector<std::pair<std::string, Place>> operations;  // method in upper case -> operation
};

// The parameters that an operation or a path item lists, references followed; what is no object or leads nowhere is
// left out: the structure check reports it.
std::vector<Place> parameter_places(Sources& sources, const Place& owner);

// The item itself, then what it refers to. References that lead nowhere end the list: the structure check reports them.
std::vector<PathItemPart> path_item_parts(Sources& sources, const Place& item);

}  // namespace squall::contracts::openapi
