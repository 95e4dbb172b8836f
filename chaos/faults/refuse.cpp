// refuse: the edge's port refuses connections, as that of a provider that is not running.
#include "chaos/faults/fault.h"
#include "chaos/faults/kinds.h"
#include "chaos/faults/parameters.h"

namespace squall::chaos {
namespace {

class Refuse final : public Fault {
 public:
  Steps on_listen(Context&) const override { return {StopListening{}}; }
};

contracts::Result<std::unique_ptr<const Fault>> make(const contracts::Value& parameters) {
  SQUALL_TRY(Parameters::read({}, parameters));
  return std::make_unique<const Refuse>();
}

}  // namespace

FaultDescriptor refuse_fault() {
  return {"refuse",   "the port refuses connections; idle ones are closed, what is under way ends first",
          Layer::any, "",
          {},         false,
          false,      make};
}

}  // namespace squall::chaos
