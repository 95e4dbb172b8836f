// blackhole: the connection stays open and nothing passes, as when a route is lost. What was sent meanwhile passes
// when the fault is removed, as retransmission would have it.
#include <algorithm>

#include "chaos/faults/describe.h"
#include "chaos/faults/kinds.h"

namespace squall::chaos {
namespace {

class Blackhole final : public Fault {
 public:
  explicit Blackhole(const Parameters& given) : counted_(given.has("after")), after_(given.number("after")) {}

  Steps on_connect(Context&) const override { return counted_ ? Steps{} : Steps{Hold{}}; }
  Steps on_request(Context&) const override { return counted_ ? Steps{} : Steps{Hold{}}; }
  Steps on_chunk(Context& context, const Chunk& chunk) const override {
    if (!counted_) return context.http ? Steps{} : Steps{Hold{}};
    if (chunk.kind != Chunk::Kind::payload || (context.http && chunk.direction == Direction::up)) return {};
    const auto left = after_ - std::min(after_, context.passed);
    return left < chunk.bytes.size() ? Steps{Pass{left}, Hold{}} : Steps{};
  }
  Steps on_end(Context& context, Direction) const override {
    const bool open = context.http || (counted_ && context.passed < after_);
    return open ? Steps{} : Steps{Hold{}};
  }

 private:
  bool counted_;
  std::uint64_t after_;
};

std::vector<ParameterInfo> table() {
  return {{"after", ParameterType::size, false, "",
           "tcp: bytes that pass each way first; http: bytes of the answer's body; nothing passes by default"}};
}

}  // namespace

FaultDescriptor blackhole_fault() {
  return describe<Blackhole, table>("blackhole", "nothing passes and nobody is told, until the fault is removed",
                                    Layer::connection, "");
}

}  // namespace squall::chaos
