// latency: answers (http) or bytes (tcp) come later.
#include <algorithm>

#include "chaos/faults/direction.h"
#include "chaos/faults/fault.h"
#include "chaos/faults/kinds.h"
#include "chaos/faults/parameters.h"

namespace squall::chaos {
namespace {

using std::chrono::nanoseconds;

class Latency final : public Fault {
 public:
  explicit Latency(const Parameters& given)
      : mean_(given.duration("mean")),
        jitter_(given.duration("jitter")),
        normal_(given.text("distribution") == "normal"),
        directions_(given.text("direction")) {}

  bool draws() const override { return jitter_.count() > 0; }
  Steps on_request(Context& context) const override { return directions_.up ? Steps{Wait{draw(context)}} : Steps{}; }
  Steps on_response_head(Context& context, const ResponseHead&) const override {
    return directions_.down ? Steps{Wait{draw(context)}} : Steps{};
  }
  // A chunk waits from its arrival, so that latency delays a stream and does not slow it down.
  Steps on_chunk(Context& context, const Chunk& chunk) const override {
    return context.http ? Steps{} : later(context, chunk.direction);
  }
  Steps on_end(Context& context, Direction direction) const override {
    return context.http ? Steps{} : later(context, direction);
  }

 private:
  Steps later(Context& context, Direction direction) const {
    if (!directions_.holds(direction)) return {};
    const nanoseconds time = draw(context) - context.waited;
    return time.count() > 0 ? Steps{Wait{time}} : Steps{};
  }

  // uniform: mean +- jitter; normal: deviation jitter.
  nanoseconds draw(Context& context) const {
    if (jitter_.count() == 0) return mean_;
    const double spread = normal_ ? context.random.normal() : 2 * context.random.unit() - 1;
    return std::max(nanoseconds{0},
                    mean_ + nanoseconds(static_cast<std::int64_t>(spread * static_cast<double>(jitter_.count()))));
  }

  nanoseconds mean_, jitter_;
  bool normal_;
  Directions directions_;
};

std::vector<ParameterInfo> table() {
  return {{"mean", ParameterType::duration, true, "", "how much later"},
          {"jitter", ParameterType::duration, false, "0ms", "spread around the mean"},
          {"distribution",
           ParameterType::choice,
           false,
           "uniform",
           "uniform: mean +- jitter; normal: jitter is the deviation",
           {"uniform", "normal"}},
          direction_parameter()};
}

contracts::Result<std::unique_ptr<const Fault>> make(const contracts::Value& parameters) {
  SQUALL_TRY_ASSIGN(const auto given, Parameters::read(table(), parameters));
  return std::make_unique<const Latency>(given);
}

}  // namespace

FaultDescriptor latency_fault() {
  return {"latency", "answers come later; on a tcp edge, bytes do", Layer::connection, "mean", table(), true, true,
          make};
}

}  // namespace squall::chaos
