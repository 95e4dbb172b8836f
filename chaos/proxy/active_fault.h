#pragma once
// ActiveFault: a fault that was put on an edge. Shared by all workers.

#include <memory>
#include <string>
#include <utility>

#include "chaos/faults/fault.h"
#include "chaos/faults/fault_spec.h"
#include "chaos/faults/registry.h"
#include "chaos/faults/selection.h"
#include "chaos/timeline/records.h"

namespace squall::chaos {

struct ActiveFault {
  ActiveFault(FaultSpec given, std::unique_ptr<const Fault> made, std::uint64_t seed, Instant since = {})
      : spec(std::move(given)),
        fault(std::move(made)),
        kind(static_cast<std::size_t>(find_fault(spec.kind) - faults().data())),
        layer(faults()[kind].layer),
        added(since),
        selection(spec, seed) {}

  const FaultSpec spec;
  const std::unique_ptr<const Fault> fault;
  const std::size_t kind;  // its place in faults()
  const Layer layer;
  const Instant added;
  Selection selection;  // thread-safe

  // Strikes what passes through a relay, not what comes before one.
  bool of_relays() const { return layer != Layer::handshake && layer != Layer::arrival; }
};

// A fault with the stream it draws from, for one connection or request that it strikes.
struct Strike {
  std::shared_ptr<ActiveFault> fault;
  contracts::Random random;
};

}  // namespace squall::chaos
