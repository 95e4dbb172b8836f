// truncate: the connection is closed in the middle of the answer's body.
#include <algorithm>

#include "chaos/faults/fault.h"
#include "chaos/faults/kinds.h"
#include "chaos/faults/parameters.h"

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

contracts::Result<std::unique_ptr<const Fault>> make(const contracts::Value& parameters) {
  SQUALL_TRY_ASSIGN(const auto given, Parameters::read(table(), parameters));
  return std::make_unique<const Truncate>(given);
}

}  // namespace

FaultDescriptor truncate_fault() {
  return {"truncate", "the answer's body ends before its length", Layer::http, "bytes", table(), true, true, make};
}

}  // namespace squall::chaos
