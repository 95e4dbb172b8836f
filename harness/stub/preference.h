#pragma once
// What a client asks of a stub: in Prefer headers (RFC 7240), or in the query (`?__code=404`) for those that cannot set
// headers.

#include <optional>
#include <string>
#include <vector>

#include "contracts/core/result.h"
#include "contracts/http/message.h"

namespace squall::harness {

struct Preference {
  int code = 0;                 // of a whole answer, 200 to 599; 0: the usual one
  std::string example;          // "" : any
  std::optional<bool> dynamic;  // true: generated and drawn anew for each request; nullopt: as the stub is set
  std::vector<std::string> callbacks = {};  // that are to be sent; "": all of the operation
  bool operator==(const Preference&) const = default;
};

// Preferences of other names are ignored, as the RFC asks; a value that makes no sense is an error (usage).
// Of several of one name the first counts (RFC 7240, section 2), but callbacks add up.
// `in_query`: also `__code`, `__example`, `__dynamic` and `__callback` of the query; the query wins, and callbacks add
// up.
contracts::Result<Preference> read_preference(const contracts::http::Request& request, bool in_query);

}  // namespace squall::harness
