#pragma once
// Toxic: a fault as Toxiproxy's clients know it. A value; toxic_json.h reads and writes it.

#include <chrono>
#include <optional>
#include <string>

#include "chaos/faults/fault_spec.h"
#include "chaos/faults/protocol.h"
#include "chaos/toxiproxy/api_error.h"
#include "contracts/core/value.h"

namespace squall::chaos::toxiproxy {

enum class StreamName { upstream, downstream };  // what the consumer sends; what the provider sends

struct Toxic {
  std::string name;  // unique on its proxy
  std::string type;  // one of toxic_types(), or the kind of any fault in the registry
  StreamName stream = StreamName::downstream;
  double toxicity = 1;  // share of connections, on http proxies of requests; beyond 0 and 1 as these
  contracts::Value attributes{contracts::Object{}};  // as toxic_types() says, or the fault's parameters
  contracts::Value conditions{contracts::Object{}};  // whom it strikes, as chaos/faults/conditions.h reads them
  std::optional<std::chrono::nanoseconds> ttl;       // it removes itself after so long
  bool operator==(const Toxic&) const = default;
};

const char* to_string(StreamName stream);
// The fault that does what the toxic says. Errors: 400, parameters or conditions that the fault does not have.
// `protocol`: what its proxy speaks.
Outcome<FaultSpec> fault_of(const Toxic& toxic, Protocol protocol, bool tls_proxy = false);
// The toxic that stands for a fault written elsewhere, on the command line say.
Toxic toxic_of(const FaultSpec& spec);

}  // namespace squall::chaos::toxiproxy
