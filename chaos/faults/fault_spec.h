#pragma once
// FaultSpec: a fault as people write it, before it is put on an edge. A value.

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "contracts/core/value.h"

namespace squall::chaos {

// A member of the request's body: `body: {/customer/id: 42}`.
struct BodyCondition {
  std::string pointer;     // JSON Pointer (RFC 6901)
  contracts::Value value;  // equal as JSON Schema has it: 42 is 42.0
  bool operator==(const BodyCondition&) const = default;
};

// Every field that is given must hold. Which of them a fault can honour is in its descriptor.
struct Match {
  std::string method;          // "POST"; "" is any
  std::string path;            // a path template "/orders/{id}", or a literal path; "" is any
  std::string header;          // "name" (present) or "name: value" (equal); "" is any
  std::string operation = {};  // an operationId, or "POST /orders/{id}", of the edge's contract; "" is any
  std::string client = {};     // the consumer's address "10.1.2.3", or its range "10.0.0.0/8"; "" is any
  std::vector<BodyCondition> body = {};
  // Something that only a request has.
  bool of_requests() const {
    return !method.empty() || !path.empty() || !header.empty() || !operation.empty() || !body.empty();
  }
  bool empty() const { return !of_requests() && client.empty(); }
  bool operator==(const Match&) const = default;
};

struct FaultSpec {
  std::string id;               // unique on its edge; drawn when empty
  std::string kind;             // a name in the registry: "latency", "abort" ...
  contracts::Value parameters;  // object, as written: {mean: "800ms", jitter: "200ms"}
  Match match;
  double share = 1.0;                  // of matching connections (tcp) or requests (http)
  std::optional<std::uint64_t> first;  // only the first n that match
  std::optional<std::uint64_t> every;  // only every nth that matches: the nth, the 2nth ...
  // Only between these times since it was added; without `lasts` to the end.
  std::chrono::nanoseconds after{0};
  std::optional<std::chrono::nanoseconds> lasts;
  bool operator==(const FaultSpec&) const = default;
};

}  // namespace squall::chaos
