// blackhole: the connection stays open and nothing passes, as when a route is lost. What was sent meanwhile passes
// when the fault is removed, as retransmission would have it.
#include <algorithm>

#include "chaos/faults/fault.h"
#include "chaos/faults/kinds.h"
#include "chaos/faults/parameters.h"

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

contracts::Result<std::unique_ptr<const Fault>> make(const contracts::Value& parameters) {
  SQUALL_TRY_ASSIGN(const auto given, Parameters::read(table(), parameters));
  return std::make_unique<const Blackhole>(given);
}

}  // namespace

FaultDescriptor blackhole_fault() {
  return {"blackhole",
          "nothing passes and nobody is told, until the fault is removed",
          Layer::connection,
          "",
          table(),
          true,
          true,
          make};
}

}  // namespace squall::chaos
