// slow_close: the end of the stream comes later.
#include "chaos/faults/describe.h"
#include "chaos/faults/direction.h"
#include "chaos/faults/kinds.h"

namespace squall::chaos {
namespace {

class SlowClose final : public Fault {
 public:
  explicit SlowClose(const Parameters& given) : delay_(given.duration("delay")), directions_(given.text("direction")) {}

  Steps on_end(Context&, Direction direction) const override {
    return directions_.holds(direction) ? Steps{Wait{delay_}} : Steps{};
  }
  Steps on_close(Context& context, Direction direction) const override { return on_end(context, direction); }

 private:
  std::chrono::nanoseconds delay_;
  Directions directions_;
};

std::vector<ParameterInfo> table() {
  return {{"delay", ParameterType::duration, true, "", "how much later"}, direction_parameter()};
}

}  // namespace

FaultDescriptor slow_close_fault() {
  return describe<SlowClose, table>("slow_close", "the end of the stream, on http edges of the message, comes later",
                                    Layer::connection, "delay");
}

}  // namespace squall::chaos
