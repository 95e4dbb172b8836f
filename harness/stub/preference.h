#pragma once
// What a client asks of a stub in its Prefer headers (RFC 7240). Internal to this room.

#include <string>

#include "contracts/core/result.h"
#include "contracts/http/message.h"

namespace squall::harness {

struct Preference {
  int code = 0;         // 0: the first declared success
  std::string example;  // "" : any
  bool dynamic = false;
  bool operator==(const Preference&) const = default;
};

// Preferences of other names are ignored, as the RFC asks; a value that makes no sense is an error (usage).
contracts::Result<Preference> read_preference(const contracts::http::Headers& headers);

}  // namespace squall::harness
