// truncate: the connection is closed in the middle of the answer's body.
#include <algorithm>

#include "chaos/faults/describe.h"
#include "chaos/faults/kinds.h"

namespace squall::chaos {
namespace {

class Truncate final : public Fault {
 public:
  explicit Truncate(const Parameters& given) : counted_(given.has("bytes")), bytes_(given.number("bytes")) {}

  Steps on_chunk(Context& context, const Chunk& chunk) const override {
    if (chunk.direction == Direction::up || chunk.kind != Chunk::Kind::payload) return {};
    const auto left = counted_ ? bytes_ - std::min(bytes_, context.passed) : chunk.bytes.size() / 2;
    return left < chunk.bytes.size() ? Steps{Pass{left}, Close{}} : Steps{};
  }

 private:
  bool counted_;
  std::uint64_t bytes_;
};

std::vector<ParameterInfo> table() {
  return {{"bytes", ParameterType::size, false, "", "body bytes that pass; half of the first chunk by default"}};
}

}  // namespace

FaultDescriptor truncate_fault() {
  return describe<Truncate, table>("truncate", "the answer's body ends before its length", Layer::http, "bytes");
}

}  // namespace squall::chaos
