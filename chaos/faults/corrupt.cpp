// corrupt: bytes of the body, on a tcp edge of the connection, on a udp edge of the datagram, are changed; how many
// there are stays.
#include <algorithm>

#include "chaos/faults/describe.h"
#include "chaos/faults/direction.h"
#include "chaos/faults/kinds.h"

namespace squall::chaos {
namespace {

class Corrupt final : public Fault {
 public:
  explicit Corrupt(const Parameters& given) : bytes_(given.number("bytes")), directions_(given.text("direction")) {}

  bool draws() const override { return true; }
  Steps on_chunk(Context& context, const Chunk& chunk) const override {
    if (!directions_.holds(chunk.direction) || chunk.kind != Chunk::Kind::payload || chunk.bytes.empty()) return {};
    if (context.datagrams) context.memory.count = 0;
    if (context.memory.count >= bytes_) return {};
    std::string changed(chunk.bytes);
    const auto count = std::min<std::uint64_t>(bytes_ - context.memory.count, changed.size());
    for (std::uint64_t i = 0; i < count; ++i) {
      // Each byte falls into a part of its own, so that none is changed back.
      const auto begin = changed.size() * i / count, end = changed.size() * (i + 1) / count;
      auto& byte = changed[begin + context.random.below(end - begin)];
      byte = static_cast<char>(static_cast<unsigned char>(byte) ^ (1 + context.random.below(255)));
    }
    context.memory.count += count;
    return {Replace{std::move(changed)}};
  }

 private:
  std::uint64_t bytes_;
  Directions directions_;
};

std::vector<ParameterInfo> table() {
  return {{"bytes", ParameterType::integer, false, "1", "how many bytes of the body, the connection or the datagram"},
          direction_parameter()};
}

}  // namespace

FaultDescriptor corrupt_fault() {
  return describe<Corrupt, table>("corrupt", "bytes are changed, not how many there are", Layer::any, "bytes");
}

}  // namespace squall::chaos
