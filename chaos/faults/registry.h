#pragma once
// Every fault there is. One file each exports one descriptor; registry.cpp lists them. Help, documentation and the
// system file's schema derive from here.

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "chaos/faults/fault_spec.h"
#include "chaos/faults/protocol.h"
#include "contracts/core/result.h"

namespace squall::chaos {

class Fault;

// Where a fault works: on every edge; where there are connections (tcp, http), on them, or on them as they come in;
// on http edges; where the consumer's TLS ends; on udp edges.
enum class Layer { any, connection, arrival, http, handshake, datagram };

// `calls` reads "10 calls" or 10.
// `bandwidth` reads "64KiB/s"; `text` takes any JSON and keeps its text; `headers` is an object of names and values.
enum class ParameterType {
  duration,
  size,
  bandwidth,
  share,
  rate,
  integer,
  calls,
  real,
  boolean,
  text,
  headers,
  choice
};

struct ParameterInfo {
  std::string_view name;
  ParameterType type;
  bool required = false;
  std::string_view default_text;  // "" when there is none
  std::string_view summary;
  std::vector<std::string_view> choices = {};  // for ParameterType::choice
  bool ramps = false;  // a duration, bandwidth or share that may change over a time: "10ms -> 800ms over 30s"
};

inline ParameterInfo ramped(ParameterInfo info) {
  info.ramps = true;
  return info;
}

struct FaultDescriptor {
  std::string_view kind;
  std::string_view summary;  // one line
  Layer layer;
  std::string_view shorthand;  // the parameter a bare value stands for ("mean": `latency: 800ms`); may be ""
  std::vector<ParameterInfo> parameters;
  bool can_match_requests = true;  // what a request says, on an http edge; never on a tcp edge
  bool can_choose = true;          // share, first n ...; false for a fault that is always one of the whole listener
  // Checks the parameters; errors have a pointer into them.
  contracts::Result<std::unique_ptr<const Fault>> (*make)(const contracts::Value& parameters);
  bool breaks_http = false;     // whatever the contract says, what the consumer gets is no whole HTTP answer
  bool needs_contract = false;  // of the provider
};

std::span<const FaultDescriptor> faults();
const FaultDescriptor* find_fault(std::string_view kind);
// Kind known, parameters well formed, matching possible. `protocol` says what the edge speaks, `has_contract` whether
// the operations of its requests can be known, `tls_edge` whether it ends its consumers' TLS.
contracts::Status check(const FaultSpec& spec, Protocol protocol, bool has_contract = true, bool tls_edge = false);

}  // namespace squall::chaos
