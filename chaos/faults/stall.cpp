// stall: the answer's body stops in the middle.
#include <algorithm>

#include "chaos/faults/describe.h"
#include "chaos/faults/kinds.h"

namespace squall::chaos {
namespace {

class Stall final : public Fault {
 public:
  explicit Stall(const Parameters& given)
      : counted_(given.has("after")),
        after_(given.number("after")),
        bounded_(given.has("for")),
        time_(given.ramp("for")) {}

  Steps on_chunk(Context& context, const Chunk& chunk) const override {
    if (chunk.direction == Direction::up || chunk.kind != Chunk::Kind::payload || context.memory.done) return {};
    const auto left = counted_ ? after_ - std::min(after_, context.passed) : chunk.bytes.size() / 2;
    if (left >= chunk.bytes.size()) return {};
    context.memory.done = true;
    return {Pass{left}, bounded_ ? Step{Wait{time_.time_at(context.active)}} : Step{Hold{}}};
  }

 private:
  bool counted_;
  std::uint64_t after_;
  bool bounded_;
  Ramp time_;
};

std::vector<ParameterInfo> table() {
  return {ramped({"for", ParameterType::duration, false, "", "how long; until the fault is removed by default"}),
          {"after", ParameterType::size, false, "", "body bytes to let through; half of the first chunk by default"}};
}

}  // namespace

FaultDescriptor stall_fault() {
  return describe<Stall, table>("stall", "the answer's body stops in the middle", Layer::http, "for");
}

}  // namespace squall::chaos
