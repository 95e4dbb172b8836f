// reset_peer: a RST to both sides, so much time after the first bytes of a direction, which nobody gets.
#include "chaos/faults/describe.h"
#include "chaos/faults/direction.h"
#include "chaos/faults/kinds.h"

namespace squall::chaos {
namespace {

class ResetPeer final : public Fault {
 public:
  explicit ResetPeer(const Parameters& given) : after_(given.duration("after")), directions_(given.text("direction")) {}

  Steps on_request(Context&) const override { return steps(Direction::up); }
  Steps on_response_head(Context&, const ResponseHead&) const override { return steps(Direction::down); }
  Steps on_chunk(Context& context, const Chunk& chunk) const override {
    return context.http ? Steps{} : steps(chunk.direction);
  }
  Steps on_end(Context& context, Direction direction) const override {
    return context.http ? Steps{} : steps(direction);
  }

 private:
  Steps steps(Direction direction) const {
    return directions_.holds(direction) ? Steps{Wait{after_}, Reset{}} : Steps{};
  }

  std::chrono::nanoseconds after_;
  Directions directions_;
};

std::vector<ParameterInfo> table() {
  return {{"after", ParameterType::duration, false, "0ms", "from the first bytes to the RST"}, direction_parameter()};
}

}  // namespace

FaultDescriptor reset_peer_fault() {
  return describe<ResetPeer, table>("reset_peer", "both sides get a RST, a time after the first bytes",
                                    Layer::connection, "after");
}

}  // namespace squall::chaos
