// timeout: nothing passes in a direction, what is sent there is dropped, and the connection is closed after a time.
#include "chaos/faults/describe.h"
#include "chaos/faults/direction.h"
#include "chaos/faults/kinds.h"

namespace squall::chaos {
namespace {

class Timeout final : public Fault {
 public:
  explicit Timeout(const Parameters& given) : after_(given.duration("after")), directions_(given.text("direction")) {}

  Steps on_begin(Context& context, Direction direction) const override {
    const bool closes = !context.http && after_.count() > 0 && directions_.holds(direction);
    return closes ? Steps{CloseAfter{after_}} : Steps{};
  }
  Steps on_request(Context&) const override { return directions_.up ? unanswered() : Steps{}; }
  Steps on_response_head(Context&, const ResponseHead&) const override {
    return directions_.down ? unanswered() : Steps{};
  }
  Steps on_chunk(Context& context, const Chunk& chunk) const override {
    return !context.http && directions_.holds(chunk.direction) ? Steps{Drop{}} : Steps{};
  }
  Steps on_end(Context& context, Direction direction) const override {
    return !context.http && directions_.holds(direction) ? Steps{Drop{}} : Steps{};
  }
  // What was dropped leaves a hole: the connection is of no use any more.
  Steps on_removed(Context&) const override { return {Close{}}; }

 private:
  Steps unanswered() const { return after_.count() > 0 ? Steps{Wait{after_}, Close{}} : Steps{Hold{}}; }

  std::chrono::nanoseconds after_;
  Directions directions_;
};

std::vector<ParameterInfo> table() {
  return {{"after", ParameterType::duration, false, "0ms", "when the connection is closed; 0: never"},
          direction_parameter()};
}

}  // namespace

FaultDescriptor timeout_fault() {
  return describe<Timeout, table>(
      "timeout", "what is sent is dropped, and the connection closed after a time or when the fault is removed",
      Layer::connection, "after");
}

}  // namespace squall::chaos
