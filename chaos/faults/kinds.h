#pragma once
// The descriptors that registry.cpp lists, one file each.

#include "chaos/faults/registry.h"

namespace squall::chaos {

// Any edge.
FaultDescriptor latency_fault();
FaultDescriptor bandwidth_fault();
FaultDescriptor blackhole_fault();
FaultDescriptor reset_fault();
FaultDescriptor refuse_fault();
FaultDescriptor slicer_fault();
FaultDescriptor limit_data_fault();
FaultDescriptor slow_close_fault();
FaultDescriptor timeout_fault();
FaultDescriptor reset_peer_fault();
FaultDescriptor noop_fault();
FaultDescriptor corrupt_fault();
FaultDescriptor drop_fault();
FaultDescriptor duplicate_fault();
FaultDescriptor half_open_fault();
FaultDescriptor flapping_fault();
// Edges with connections, as they come in.
FaultDescriptor connection_cap_fault();
// udp edges.
FaultDescriptor reorder_fault();
// http edges.
FaultDescriptor abort_fault();
FaultDescriptor hold_fault();
FaultDescriptor delay_fault();
FaultDescriptor trickle_fault();
FaultDescriptor stall_fault();
FaultDescriptor truncate_fault();
FaultDescriptor header_fault();
FaultDescriptor replace_fault();
FaultDescriptor throttle_fault();
FaultDescriptor close_fault();
FaultDescriptor interim_fault();
FaultDescriptor large_headers_fault();
FaultDescriptor wrong_length_fault();
FaultDescriptor broken_chunking_fault();
FaultDescriptor replay_fault();
FaultDescriptor rewrite_fault();
FaultDescriptor broken_json_fault();
FaultDescriptor stale_fault();
FaultDescriptor canary_fault();
// The same, and they need the provider's contract.
FaultDescriptor declared_error_fault();
FaultDescriptor legal_change_fault();
FaultDescriptor illegal_change_fault();
// Edges that end TLS.
FaultDescriptor tls_expired_fault();
FaultDescriptor tls_wrong_host_fault();
FaultDescriptor tls_self_signed_fault();
FaultDescriptor tls_unknown_ca_fault();
FaultDescriptor tls_old_protocol_fault();
FaultDescriptor tls_stall_fault();
FaultDescriptor tls_close_fault();

}  // namespace squall::chaos
