// hold and delay: the provider's answer is kept back, whole or in part.
#include "chaos/faults/fault.h"
#include "chaos/faults/kinds.h"
#include "chaos/faults/parameters.h"

namespace squall::chaos {
namespace {

enum class Stage { before_headers, before_body, mid_body };

class KeepBack final : public Fault {
 public:
  explicit KeepBack(const Parameters& given)
      : stage_(given.text("stage") == "before_headers" ? Stage::before_headers
               : given.text("stage") == "before_body"  ? Stage::before_body
                                                       : Stage::mid_body),
        bounded_(given.has("for")),
        time_(given.duration("for")) {}

  Steps on_response_head(Context&, const ResponseHead&) const override {
    return stage_ == Stage::before_headers ? Steps{pause()} : Steps{};
  }
  Steps on_chunk(Context& context, const Chunk& chunk) const override {
    if (stage_ == Stage::before_headers || chunk.direction == Direction::up || chunk.kind == Chunk::Kind::head)
      return {};
    if (context.memory.done) return {};
    if (stage_ == Stage::mid_body && chunk.kind != Chunk::Kind::payload) return {};
    context.memory.done = true;
    if (stage_ == Stage::before_body) return {pause()};
    return {Pass{chunk.bytes.size() / 2}, pause()};
  }

 private:
  Step pause() const { return bounded_ ? Step{Wait{time_}} : Step{Hold{}}; }

  Stage stage_;
  bool bounded_;
  std::chrono::nanoseconds time_;
};

std::vector<ParameterInfo> table(bool bounded) {
  return {{"for", ParameterType::duration, bounded, "",
           bounded ? "how long" : "how long; until the fault is removed by default"},
          {"stage",
           ParameterType::choice,
           false,
           "before_headers",
           "what the consumer already has meanwhile",
           {"before_headers", "before_body", "mid_body"}}};
}

template <bool bounded>
contracts::Result<std::unique_ptr<const Fault>> make(const contracts::Value& parameters) {
  SQUALL_TRY_ASSIGN(const auto given, Parameters::read(table(bounded), parameters));
  return std::make_unique<const KeepBack>(given);
}

}  // namespace

FaultDescriptor hold_fault() {
  return {
      "hold",     "the answer is kept back, for ever if no time is given", Layer::http, "for", table(false), true, true,
      make<false>};
}

FaultDescriptor delay_fault() {
  return {"delay", "the answer is kept back for a time", Layer::http, "for", table(true), true, true, make<true>};
}

}  // namespace squall::chaos
