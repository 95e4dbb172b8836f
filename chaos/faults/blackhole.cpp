// blackhole: the connection stays open and nothing passes, as when a route is lost. What was sent meanwhile passes
// when the fault is removed, as retransmission would have it.
#include "chaos/faults/fault.h"
#include "chaos/faults/kinds.h"
#include "chaos/faults/parameters.h"

namespace squall::chaos {
namespace {

class Blackhole final : public Fault {
 public:
  Steps on_connect(Context&) const override { return {Hold{}}; }
  Steps on_request(Context&) const override { return {Hold{}}; }
  Steps on_chunk(Context& context, const Chunk&) const override { return context.http ? Steps{} : Steps{Hold{}}; }
  Steps on_end(Context& context, Direction) const override { return context.http ? Steps{} : Steps{Hold{}}; }
};

contracts::Result<std::unique_ptr<const Fault>> make(const contracts::Value& parameters) {
  SQUALL_TRY(Parameters::read({}, parameters));
  return std::make_unique<const Blackhole>();
}

}  // namespace

FaultDescriptor blackhole_fault() {
  return {"blackhole",
          "nothing passes and nobody is told, until the fault is removed",
          Layer::connection,
          "",
          {},
          true,
          true,
          make};
}

}  // namespace squall::chaos
