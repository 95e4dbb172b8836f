// limit_data: the connection is closed after so many bytes.
#include <algorithm>

#include "chaos/faults/describe.h"
#include "chaos/faults/direction.h"
#include "chaos/faults/kinds.h"

namespace squall::chaos {
namespace {

class LimitData final : public Fault {
 public:
  explicit LimitData(const Parameters& given) : bytes_(given.number("bytes")), directions_(given.text("direction")) {}

  Steps on_chunk(Context& context, const Chunk& chunk) const override {
    if (!directions_.holds(chunk.direction) || chunk.kind != Chunk::Kind::payload) return {};
    const auto left = bytes_ - std::min(bytes_, context.passed);
    return left <= chunk.bytes.size() ? Steps{Pass{left}, Close{}} : Steps{};
  }

 private:
  std::uint64_t bytes_;
  Directions directions_;
};

std::vector<ParameterInfo> table() {
  return {{"bytes", ParameterType::size, true, "", "payload bytes that pass"}, direction_parameter()};
}

}  // namespace

FaultDescriptor limit_data_fault() {
  return describe<LimitData, table>("limit_data", "the connection is closed after so many bytes", Layer::connection,
                                    "bytes");
}

}  // namespace squall::chaos
