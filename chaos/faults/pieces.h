#pragma once
// What faults that strike piece by piece share: how often, and what a piece is.

#include <algorithm>
#include <string_view>
#include <vector>

#include "chaos/faults/direction.h"
#include "chaos/faults/parameters.h"
#include "chaos/faults/registry.h"

namespace squall::chaos {

// The parameters `chance`, `border` and `direction`.
inline std::vector<ParameterInfo> piece_parameters() {
  return {ramped({"chance", ParameterType::share, false, "100%", "of each piece"}),
          {"border",
           ParameterType::choice,
           false,
           "chunk",
           "tcp: what a piece is, bytes as they came or a line; on http edges it is the whole answer, on udp edges the "
           "datagram",
           {"chunk", "line"}},
          direction_parameter()};
}

// All of `bytes`, or line by line; a line that is not complete counts as one.
template <class Each>
void for_each_piece(std::string_view bytes, bool lines, const Each& each) {
  if (!lines) return each(bytes);
  while (!bytes.empty()) {
    const auto line = bytes.substr(0, std::min(bytes.find('\n'), bytes.size() - 1) + 1);
    each(line);
    bytes.remove_prefix(line.size());
  }
}

}  // namespace squall::chaos
