// slow_close: the end of the stream comes later.
#include "chaos/faults/direction.h"
#include "chaos/faults/fault.h"
#include "chaos/faults/kinds.h"
#include "chaos/faults/parameters.h"

namespace squall::chaos {
namespace {

class SlowClose final : public Fault {
 public:
  explicit SlowClose(const Parameters& given) : delay_(given.duration("delay")), directions_(given.text("direction")) {}

  Steps on_end(Context&, Direction direction) const override {
    return directions_.holds(direction) ? Steps{Wait{delay_}} : Steps{};
  }

 private:
  std::chrono::nanoseconds delay_;
  Directions directions_;
};

std::vector<ParameterInfo> table() {
  return {{"delay", ParameterType::duration, true, "", "how much later"}, direction_parameter()};
}

contracts::Result<std::unique_ptr<const Fault>> make(const contracts::Value& parameters) {
  SQUALL_TRY_ASSIGN(const auto given, Parameters::read(table(), parameters));
  return std::make_unique<const SlowClose>(given);
}

}  // namespace

FaultDescriptor slow_close_fault() {
  return {"slow_close",
          "the end of the stream, on http edges of the message, comes later",
          Layer::connection,
          "delay",
          table(),
          true,
          true,
          make};
}

}  // namespace squall::chaos
