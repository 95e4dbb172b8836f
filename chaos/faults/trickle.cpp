// trickle: the answer comes a few bytes at a time, so that no read ever waits long and the whole never ends soon.
#include <algorithm>

#include "chaos/faults/describe.h"
#include "chaos/faults/kinds.h"

namespace squall::chaos {
namespace {

class Trickle final : public Fault {
 public:
  explicit Trickle(const Parameters& given)
      : gap_(given.ramp("gap")), size_(std::max<std::uint64_t>(1, given.number("size"))), head_(given.flag("head")) {}

  Steps on_chunk(Context& context, const Chunk& chunk) const override {
    if (chunk.direction == Direction::up || chunk.kind == Chunk::Kind::framing) return {};
    if (chunk.kind == Chunk::Kind::head && !head_) return {};
    return {Wait{gap_.time_at(context.active)}, Pass{size_}, Again{}};
  }

 private:
  Ramp gap_;
  std::uint64_t size_;
  bool head_;
};

std::vector<ParameterInfo> table() {
  return {ramped({"gap", ParameterType::duration, true, "", "before each piece"}),
          {"size", ParameterType::size, false, "1", "bytes of a piece"},
          {"head", ParameterType::boolean, false, "false", "the answer's head trickles too"}};
}

}  // namespace

FaultDescriptor trickle_fault() {
  return describe<Trickle, table>("trickle", "the answer comes a few bytes at a time", Layer::http, "gap");
}

}  // namespace squall::chaos
