#pragma once
// A name leads to other addresses from one moment on: until when does the consumer use the old one, and by what, kept
// connections or a kept answer of the name server or catalogue?

#include <optional>
#include <string>

#include "chaos/patterns/pattern.h"

namespace squall::chaos {

struct AfterMove {
  std::optional<double> last_connection;  // ms from the move to the last connection made to the old address
  bool connects_on = false;               // connections are made there to the end: it keeps the old address
  bool keeps_connections = false;         // requests go on over connections that are older than the last of these
};

// Of a record whose fault is the move. `old` is the edge to the old address.
AfterMove after_move(const PhaseRecord& record, const std::string& old);
bool was_moved(const PhaseRecord& record);  // the name server answered otherwise
void note_move(const AfterMove& move, Measurement& m);

}  // namespace squall::chaos
