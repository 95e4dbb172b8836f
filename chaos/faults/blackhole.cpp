// blackhole: the connection stays open and nothing passes, as when a route is lost. What was sent meanwhile passes
// when the fault is removed, as retransmission would have it; datagrams are lost. Or nobody gets as far as a
// connection.
#include <algorithm>
#include <limits>

#include "chaos/faults/describe.h"
#include "chaos/faults/kinds.h"

namespace squall::chaos {
namespace {

class Blackhole final : public Fault {
 public:
  explicit Blackhole(const Parameters& given)
      : unreachable_(given.text("stage") == "before_accept"),
        counted_(given.has("after") || unreachable_),
        after_(unreachable_ ? std::numeric_limits<std::uint64_t>::max() : given.number("after")) {}

  Steps on_listen(Context&) const override { return unreachable_ ? Steps{StopListening{true}} : Steps{}; }

  Steps on_connect(Context&) const override { return counted_ ? Steps{} : Steps{Hold{}}; }
  Steps on_request(Context&) const override { return counted_ ? Steps{} : Steps{Hold{}}; }
  Steps on_chunk(Context& context, const Chunk& chunk) const override {
    if (context.datagrams && !counted_) return {Drop{}};
    if (!counted_) return context.http ? Steps{} : Steps{Hold{}};
    if (chunk.kind != Chunk::Kind::payload || (context.http && chunk.direction == Direction::up)) return {};
    const auto left = after_ - std::min(after_, context.passed);
    if (context.datagrams) return left < chunk.bytes.size() ? Steps{Drop{}} : Steps{};
    return left < chunk.bytes.size() ? Steps{Pass{left}, Hold{}} : Steps{};
  }
  Steps on_end(Context& context, Direction) const override {
    const bool open = context.http || (counted_ && context.passed < after_);
    return open ? Steps{} : Steps{Hold{}};
  }

 private:
  bool unreachable_;  // connections that are open go on
  bool counted_;
  std::uint64_t after_;
};

std::vector<ParameterInfo> table() {
  return {{"after", ParameterType::size, false, "",
           "tcp, udp: bytes that pass each way first; http: bytes of the answer's body; nothing passes by default"},
          {"stage",
           ParameterType::choice,
           false,
           "after_accept",
           "before_accept: nobody's connection is answered, as by a host that is gone, and idle ones are closed",
           {"after_accept", "before_accept"}}};
}

contracts::Status check(const Parameters& given) {
  if (given.has("after") && given.text("stage") == "before_accept") {
    return contracts::fail(contracts::ErrorKind::usage, "after: only with stage: after_accept", {"", 0, 0, "/after"});
  }
  return {};
}

}  // namespace

FaultDescriptor blackhole_fault() {
  return describe<Blackhole, table, check>("blackhole", "nothing passes and nobody is told, until the fault is removed",
                                           Layer::any, "");
}

}  // namespace squall::chaos
