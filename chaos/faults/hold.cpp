// hold and delay: the provider's answer is kept back, whole or in part.
#include "chaos/faults/fault.h"
#include "chaos/faults/kinds.h"
#include "chaos/faults/parameters.h"

namespace squall::chaos {
namespace {

enum class Stage { before_headers, before_body, mid_body, between_chunks };

class KeepBack final : public Fault {
 public:
  explicit KeepBack(const Parameters& given)
      : stage_(given.text("stage") == "before_headers" ? Stage::before_headers
               : given.text("stage") == "before_body"  ? Stage::before_body
               : given.text("stage") == "mid_body"     ? Stage::mid_body
                                                       : Stage::between_chunks),
        bounded_(given.has("for")),
        time_(given.ramp("for")) {}

  Steps on_response_head(Context& context, const ResponseHead&) const override {
    return stage_ == Stage::before_headers ? Steps{pause(context)} : Steps{};
  }
  Steps on_chunk(Context& context, const Chunk& chunk) const override {
    if (stage_ == Stage::before_headers || chunk.direction == Direction::up || chunk.kind == Chunk::Kind::head)
      return {};
    if (stage_ == Stage::between_chunks) return between(context, chunk);
    if (context.memory.done) return {};
    if (stage_ == Stage::mid_body && chunk.kind != Chunk::Kind::payload) return {};
    context.memory.done = true;
    if (stage_ == Stage::before_body) return {pause(context)};
    return {Pass{chunk.bytes.size() / 2}, pause(context)};
  }

 private:
  Step pause(const Context& context) const {
    return bounded_ ? Step{Wait{time_.time_at(context.active)}} : Step{Hold{}};
  }

  // A chunk ends with the framing behind its data; a body without chunks is told apart by how it came in.
  Steps between(Context& context, const Chunk& chunk) const {
    const bool framing = chunk.kind == Chunk::Kind::framing;
    context.memory.done = context.memory.done || framing;
    const bool border = context.passed > 0 && (framing || !context.memory.done);
    return border ? Steps{pause(context)} : Steps{};
  }

  Stage stage_;
  bool bounded_;
  Ramp time_;
};

std::vector<ParameterInfo> table(bool bounded) {
  return {ramped({"for", ParameterType::duration, bounded, "",
                  bounded ? "how long" : "how long; until the fault is removed by default"}),
          {"stage",
           ParameterType::choice,
           false,
           "before_headers",
           "what the consumer already has meanwhile",
           {"before_headers", "before_body", "mid_body", "between_chunks"}}};
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
