#pragma once
// FaultSpec: a fault as people write it, before it is put on an edge. A value.

#include <cstdint>
#include <optional>
#include <string>

#include "contracts/core/value.h"

namespace squall::chaos {

// Every field that is given must hold. Which of them a fault can honour is in its descriptor.
struct Match {
  std::string method;  // "POST"; "" is any
  std::string path;    // a path template "/orders/{id}", or a literal path; "" is any
  std::string header;  // "name" (present) or "name: value" (equal); "" is any
  bool empty() const { return method.empty() && path.empty() && header.empty(); }
  bool operator==(const Match&) const = default;
};

struct FaultSpec {
  std::string id;               // unique on its edge; drawn when empty
  std::string kind;             // a name in the registry: "latency", "abort" ...
  contracts::Value parameters;  // object, as written: {mean: "800ms", jitter: "200ms"}
  Match match;
  double share = 1.0;                  // of matching connections (tcp) or requests (http)
  std::optional<std::uint64_t> first;  // only the first n that match
  bool operator==(const FaultSpec&) const = default;
};

}  // namespace squall::chaos
