// replay: the provider gets the request again, on a connection of its own, and that answer is thrown away.
#include <algorithm>

#include "chaos/faults/describe.h"
#include "chaos/faults/kinds.h"

namespace squall::chaos {
namespace {

constexpr std::size_t kLargest = 1u << 20;

class Replay final : public Fault {
 public:
  explicit Replay(const Parameters& given) : times_(given.number("times")) {}

  Steps on_chunk(Context& context, const Chunk& chunk) const override {
    auto& memory = context.memory;
    if (chunk.direction == Direction::down || memory.done) return {};
    memory.done = memory.text.size() + chunk.bytes.size() > kLargest;
    memory.done ? memory.text.clear() : void(memory.text += chunk.bytes);
    return {};
  }
  Steps on_end(Context& context, Direction direction) const override {
    if (direction == Direction::down || context.memory.text.empty()) return {};
    return {ReplayUpstream{std::move(context.memory.text), times_}};
  }

 private:
  std::uint64_t times_;
};

std::vector<ParameterInfo> table() {
  return {{"times", ParameterType::integer, false, "1", "how often, beside the request itself; at most 100"}};
}

contracts::Status check(const Parameters& given) {
  if (given.number("times") == 0 || given.number("times") > 100) {
    return contracts::fail(contracts::ErrorKind::usage, "times: expected 1 to 100", {"", 0, 0, "/times"});
  }
  return {};
}

}  // namespace

FaultDescriptor replay_fault() {
  return describe<Replay, table, check>("replay", "the provider gets a request of at most 1 MiB more than once",
                                        Layer::http, "times");
}

}  // namespace squall::chaos
