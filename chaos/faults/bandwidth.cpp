// bandwidth: bytes pass at a bounded rate.
#include <algorithm>

#include "chaos/faults/describe.h"
#include "chaos/faults/direction.h"
#include "chaos/faults/kinds.h"

namespace squall::chaos {
namespace {

using std::chrono::nanoseconds;
constexpr std::uint64_t kTicksPerSecond = 50;
constexpr nanoseconds kLongestQueue = std::chrono::seconds(1);  // of datagrams

class Bandwidth final : public Fault {
 public:
  explicit Bandwidth(const Parameters& given) : rate_(given.ramp("rate")), directions_(given.text("direction")) {}

  // Memory::due is when the line is free again; an early or late timer is made good by the next slice.
  Steps on_chunk(Context& context, const Chunk& chunk) const override {
    if (!directions_.holds(chunk.direction)) return {};
    if (rate_.always(0)) return context.datagrams ? Steps{Drop{}} : Steps{Hold{}};
    auto& free_at = context.memory.due;
    const double rate = std::max(1.0, rate_.at(context.active));
    const std::uint64_t slice =
        context.datagrams
            ? chunk.bytes.size()
            : std::min<std::uint64_t>(chunk.bytes.size(),
                                      std::max<std::uint64_t>(1, static_cast<std::uint64_t>(rate) / kTicksPerSecond));
    const nanoseconds start = std::max(free_at, context.elapsed);
    if (context.datagrams && start - context.elapsed > kLongestQueue) return {Drop{}};
    free_at = start + nanoseconds(static_cast<std::int64_t>(1e9 * static_cast<double>(slice) / rate));
    if (context.datagrams) return {Wait{free_at - context.elapsed}};
    return {Wait{free_at - context.elapsed}, Pass{slice}, Again{}};
  }

 private:
  Ramp rate_;
  Directions directions_;
};

std::vector<ParameterInfo> table() {
  return {ramped({"rate", ParameterType::bandwidth, true, "", "bytes per second: 64KiB/s; 0: nothing passes"}),
          direction_parameter()};
}

}  // namespace

FaultDescriptor bandwidth_fault() {
  return describe<Bandwidth, table>("bandwidth", "bytes pass at a bounded rate", Layer::any, "rate");
}

}  // namespace squall::chaos
