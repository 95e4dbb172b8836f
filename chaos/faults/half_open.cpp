// half_open: a peer that reads no more, as one that hangs: what is sent to it piles up before it.
#include <algorithm>

#include "chaos/faults/describe.h"
#include "chaos/faults/direction.h"
#include "chaos/faults/kinds.h"

namespace squall::chaos {
namespace {

class HalfOpen final : public Fault {
 public:
  explicit HalfOpen(const Parameters& given) : after_(given.number("after")), directions_(given.text("direction")) {}

  Steps on_chunk(Context& context, const Chunk& chunk) const override {
    if (!directions_.holds(chunk.direction) || chunk.kind != Chunk::Kind::payload) return {};
    const auto left = after_ - std::min(after_, context.passed);
    return left < chunk.bytes.size() ? Steps{Pass{left}, PauseRead{}} : Steps{};
  }

 private:
  std::uint64_t after_;
  Directions directions_;
};

std::vector<ParameterInfo> table() {
  return {{"after", ParameterType::size, false, "0", "payload bytes that are taken first"},
          {"direction",
           ParameterType::choice,
           false,
           "up",
           "up: the provider reads no more; down: the consumer; both",
           {"up", "down", "both"}}};
}

}  // namespace

FaultDescriptor half_open_fault() {
  return describe<HalfOpen, table>("half_open", "a peer reads no more; nobody is told, and no close is seen",
                                   Layer::connection, "after");
}

}  // namespace squall::chaos
