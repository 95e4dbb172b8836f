// noop: nothing changes. Clients of Toxiproxy put it on a proxy as a placeholder.
#include "chaos/faults/fault.h"
#include "chaos/faults/kinds.h"
#include "chaos/faults/parameters.h"

namespace squall::chaos {
namespace {

class Noop final : public Fault {};

contracts::Result<std::unique_ptr<const Fault>> make(const contracts::Value& parameters) {
  SQUALL_TRY(Parameters::read({}, parameters));
  return std::make_unique<const Noop>();
}

}  // namespace

FaultDescriptor noop_fault() {
  return {"noop", "nothing changes", Layer::any, "", {}, true, true, make};
}

}  // namespace squall::chaos
