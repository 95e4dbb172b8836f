#include "chaos/faults/registry.h"

#include "chaos/faults/conditions.h"
#include "chaos/faults/fault.h"
#include "chaos/faults/kinds.h"
#include "contracts/core/suggest.h"

namespace squall::chaos {
namespace {

using contracts::ErrorKind;
using contracts::fail;

std::vector<FaultDescriptor> table() {
  return {latency_fault(),
          bandwidth_fault(),
          blackhole_fault(),
          reset_fault(),
          refuse_fault(),
          slicer_fault(),
          limit_data_fault(),
          slow_close_fault(),
          timeout_fault(),
          reset_peer_fault(),
          noop_fault(),
          corrupt_fault(),
          drop_fault(),
          duplicate_fault(),
          half_open_fault(),
          flapping_fault(),
          reorder_fault(),
          connection_cap_fault(),
          abort_fault(),
          hold_fault(),
          delay_fault(),
          trickle_fault(),
          stall_fault(),
          truncate_fault(),
          header_fault(),
          replace_fault(),
          throttle_fault(),
          close_fault(),
          interim_fault(),
          large_headers_fault(),
          wrong_length_fault(),
          broken_chunking_fault(),
          replay_fault(),
          rewrite_fault(),
          broken_json_fault(),
          stale_fault(),
          canary_fault(),
          declared_error_fault(),
          legal_change_fault(),
          illegal_change_fault(),
          tls_expired_fault(),
          tls_wrong_host_fault(),
          tls_self_signed_fault(),
          tls_unknown_ca_fault(),
          tls_old_protocol_fault(),
          tls_stall_fault(),
          tls_close_fault()};
}

bool works_on(Layer layer, Protocol protocol) {
  switch (layer) {
    case Layer::any:
      return true;
    case Layer::http:
      return protocol == Protocol::http;
    case Layer::datagram:
      return protocol == Protocol::udp;
    case Layer::connection:
    case Layer::arrival:
    case Layer::handshake:
      break;
  }
  return protocol != Protocol::udp;
}

// It keeps everybody from the port.
bool closes_port(const Fault& fault) {
  contracts::Random random(0, "fault.check");
  Memory memory;
  Context context{random, memory};
  return !fault.on_listen(context).empty();
}

contracts::Status check_choice(const FaultSpec& spec) {
  const bool chooses = spec.share != 1.0 || spec.first || spec.every || !spec.match.client.empty() ||
                       spec.after.count() > 0 || spec.lasts;
  if (!chooses) return {};
  return fail(
      ErrorKind::usage,
      "fault '" + spec.kind + "' strikes the whole port: share, first, every, client, after and for do not apply");
}

contracts::Status check_kind(const FaultDescriptor& fault, const FaultSpec& spec, Protocol protocol, bool has_contract,
                             bool tls_edge) {
  const std::string kind(fault.kind);
  const bool http_edge = protocol == Protocol::http;
  if (fault.layer == Layer::handshake && !tls_edge) {
    return fail(ErrorKind::usage, "fault '" + kind + "' needs an edge where the consumer's TLS ends", {},
                "give the edge `tls`");
  }
  if (!works_on(fault.layer, protocol)) {
    const bool http = fault.layer == Layer::http, udp = fault.layer == Layer::datagram;
    if (!http && !udp)
      return fail(ErrorKind::usage, "fault '" + kind + "' strikes connections, and a udp edge has none");
    return fail(ErrorKind::usage, "fault '" + kind + "' needs " + (http ? "an http" : "a udp") + " edge", {},
                http ? "set `protocol: http` on the edge" : "set `protocol: udp` on the edge");
  }
  if (spec.match.of_requests() && !(fault.can_match_requests && http_edge)) {
    return fail(ErrorKind::usage, "fault '" + kind + "' cannot match on what a request says" +
                                      (http_edge ? "" : " on a " + std::string(to_string(protocol)) + " edge"));
  }
  if (!spec.match.operation.empty() && !has_contract) {
    return fail(ErrorKind::usage,
                "operation: the edge has no contract that says what '" + spec.match.operation + "' is", {},
                "match on method and path");
  }
  if (fault.needs_contract && !has_contract) {
    return fail(ErrorKind::usage, "fault '" + kind + "' needs the contract of the provider", {},
                "give the provider's service a `contract`, or the proxy --contract");
  }
  return fault.can_choose ? contracts::Status{} : check_choice(spec);
}

}  // namespace

std::span<const FaultDescriptor> faults() {
  static const std::vector<FaultDescriptor> all = table();
  return all;
}

const FaultDescriptor* find_fault(std::string_view kind) {
  for (const auto& fault : faults()) {
    if (fault.kind == kind) return &fault;
  }
  return nullptr;
}

contracts::Status check(const FaultSpec& spec, Protocol protocol, bool has_contract, bool tls_edge) {
  const FaultDescriptor* fault = find_fault(spec.kind);
  if (fault == nullptr) {
    std::vector<std::string> kinds;
    for (const auto& each : faults()) kinds.emplace_back(each.kind);
    const auto near = contracts::nearest(spec.kind, kinds);
    return fail(ErrorKind::usage, "unknown fault '" + spec.kind + "'", {},
                near.empty() ? "" : "did you mean '" + near + "'?");
  }
  SQUALL_TRY(check_kind(*fault, spec, protocol, has_contract, tls_edge));
  SQUALL_TRY(check_conditions(spec));
  SQUALL_TRY_ASSIGN(const auto made, fault->make(spec.parameters));
  return closes_port(*made) ? check_choice(spec) : contracts::Status{};
}

}  // namespace squall::chaos
