// slicer: chunks are cut into small pieces, each sent on its own.
#include <algorithm>

#include "chaos/faults/describe.h"
#include "chaos/faults/direction.h"
#include "chaos/faults/kinds.h"

namespace squall::chaos {
namespace {

class Slicer final : public Fault {
 public:
  explicit Slicer(const Parameters& given)
      : average_(given.number("average")),
        variation_(given.number("variation")),
        delay_(given.ramp("delay")),
        directions_(given.text("direction")) {}

  bool draws() const override { return variation_ > 0; }
  Steps on_chunk(Context& context, const Chunk& chunk) const override {
    if (!directions_.holds(chunk.direction)) return {};
    std::uint64_t size = average_;
    if (variation_ > 0) size += context.random.below(2 * variation_ + 1) - variation_;
    size = std::max<std::uint64_t>(1, size);
    if (size >= chunk.bytes.size()) return {};
    return {Pass{size}, Wait{delay_.time_at(context.active)}, Again{}};
  }

 private:
  std::uint64_t average_, variation_;
  Ramp delay_;
  Directions directions_;
};

std::vector<ParameterInfo> table() {
  return {{"average", ParameterType::size, true, "", "bytes of a piece"},
          {"variation", ParameterType::size, false, "0", "a piece has average +- variation bytes; less than average"},
          ramped({"delay", ParameterType::duration, false, "1ms", "between two pieces, so that they travel apart"}),
          direction_parameter()};
}

contracts::Status check(const Parameters& given) {
  if (given.number("average") == 0 || given.number("variation") >= given.number("average")) {
    return contracts::fail(contracts::ErrorKind::usage,
                           "variation: expected less than average, and average more than 0", {"", 0, 0, "/variation"});
  }
  return {};
}

}  // namespace

FaultDescriptor slicer_fault() {
  return describe<Slicer, table, check>("slicer", "bytes come in small pieces", Layer::connection, "average");
}

}  // namespace squall::chaos
