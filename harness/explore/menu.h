#pragma once
// Menu: the faults that may be put at a place. Pure.

#include <string>
#include <vector>

#include "chaos/faults/protocol.h"
#include "contracts/openapi/contract.h"
#include "harness/explore/trial.h"

namespace squall::harness {

struct MenuFor {
  Place place;
  chaos::Protocol protocol = chaos::Protocol::http;
  const contracts::openapi::Operation* operation = nullptr;  // of the provider's contract; null when it is unknown
  std::string answer_body;                                   // an answer that was seen there; "" for none
  std::vector<std::string> kinds;                            // only faults of these kinds; empty: all
  bool whole_edge_can_be_struck = true;                      // false under a max_faulted_share
};

// The faults that leave the provider with the work done come first, fields of the answer last.
std::vector<FaultChoice> menu_for(const MenuFor& what);

// The kinds of fault that there are in menus.
const std::vector<std::string>& menu_kinds();

}  // namespace squall::harness
