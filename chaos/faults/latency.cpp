// latency: answers (http), bytes (tcp) or datagrams (udp) come later.
#include <optional>

#include "chaos/faults/direction.h"
#include "chaos/faults/distribution.h"
#include "chaos/faults/fault.h"
#include "chaos/faults/kinds.h"
#include "chaos/faults/parameters.h"

namespace squall::chaos {
namespace {

using std::chrono::nanoseconds;

constexpr std::size_t kRoom = 32u << 20;  // 2.5 Gbit/s at 100 ms

Shape shape_of(std::string_view text) {
  return text == "constant" ? Shape::constant
         : text == "normal" ? Shape::normal
         : text == "pareto" ? Shape::pareto
                            : Shape::uniform;
}

class Latency final : public Fault {
 public:
  Latency(const Parameters& given, std::optional<Histogram> histogram)
      : mean_(given.ramp("mean")),
        jitter_(given.ramp("jitter")),
        shape_(shape_of(given.text("distribution"))),
        index_(given.real("index")),
        histogram_(std::move(histogram)),
        directions_(given.text("direction")) {}

  std::size_t room() const override { return kRoom; }
  bool draws() const override { return histogram_ || shape_ == Shape::pareto || !jitter_.always(0); }
  Steps on_request(Context& context) const override { return directions_.up ? Steps{Wait{drawn(context)}} : Steps{}; }
  Steps on_response_head(Context& context, const ResponseHead&) const override {
    return directions_.down ? Steps{Wait{drawn(context)}} : Steps{};
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
    const nanoseconds time = drawn(context) - context.waited;
    return time.count() > 0 ? Steps{Wait{time}} : Steps{};
  }
  nanoseconds drawn(Context& context) const {
    if (histogram_) return histogram_->draw(context.random);
    return draw(shape_, mean_.time_at(context.active), jitter_.time_at(context.active), index_, context.random);
  }

  Ramp mean_, jitter_;
  Shape shape_;
  double index_;
  std::optional<Histogram> histogram_;
  Directions directions_;
};

std::vector<ParameterInfo> table() {
  return {ramped({"mean", ParameterType::duration, false, "", "how much later; required unless there is a histogram"}),
          ramped({"jitter", ParameterType::duration, false, "0ms", "spread around the mean"}),
          {"distribution",
           ParameterType::choice,
           false,
           "uniform",
           "constant; uniform: mean +- jitter; normal: jitter is the deviation; pareto: a long tail",
           {"constant", "uniform", "normal", "pareto"}},
          {"index", ParameterType::real, false, "2.5", "pareto: how short the tail is, more than 1"},
          {"histogram", ParameterType::text, false, "",
           "as recorded: {10ms: 90, 100ms: 9, 1s: 1}, the buckets' upper bounds and weights, or a file with that"},
          direction_parameter()};
}

contracts::Result<std::optional<Histogram>> histogram_of(const Parameters& given) {
  if (!given.has("histogram")) return std::nullopt;
  const std::string text = given.text("histogram");
  SQUALL_TRY_ASSIGN(auto read, text.starts_with('{') ? Histogram::parse(text) : Histogram::load(text));
  return read;
}

contracts::Result<std::unique_ptr<const Fault>> make(const contracts::Value& parameters) {
  const auto fail = [](const char* name, const std::string& message) {
    return contracts::fail(contracts::ErrorKind::usage, message, {"", 0, 0, std::string("/") + name});
  };
  SQUALL_TRY_ASSIGN(const auto given, Parameters::read(table(), parameters));
  auto histogram = histogram_of(given);
  if (!histogram) return fail("histogram", "histogram: " + histogram.error().message);
  if (!*histogram && !given.has("mean")) return fail("mean", "parameter 'mean' is missing: how much later");
  if (*histogram && given.has("mean")) return fail("mean", "mean: a histogram says it already");
  const auto shape = shape_of(given.text("distribution"));
  if (shape == Shape::pareto && !(given.real("index") > 1)) return fail("index", "index: expected more than 1");
  if ((shape == Shape::constant || shape == Shape::pareto) && !given.ramp("jitter").always(0))
    return fail("jitter", "jitter: only with a uniform or normal distribution");
  return std::make_unique<const Latency>(given, std::move(*histogram));
}

}  // namespace

FaultDescriptor latency_fault() {
  return {"latency",  "answers come later; on a tcp edge bytes do, on a udp edge datagrams",
          Layer::any, "mean",
          table(),    true,
          true,       make};
}

}  // namespace squall::chaos
