// drop: chunks, lines, datagrams or whole answers get lost.
#include "chaos/faults/fault.h"
#include "chaos/faults/kinds.h"
#include "chaos/faults/pieces.h"

namespace squall::chaos {
namespace {

class DropData final : public Fault {
 public:
  explicit DropData(const Parameters& given)
      : chance_(given.ramp("chance")), lines_(given.text("border") == "line"), directions_(given.text("direction")) {}

  bool draws() const override { return true; }
  // On an http edge the border is that of the whole answer.
  Steps on_response_head(Context& context, const ResponseHead&) const override {
    context.memory.done = directions_.down && context.random.chance(chance_.at(context.active));
    return context.memory.done ? Steps{Drop{}} : Steps{};
  }
  Steps on_chunk(Context& context, const Chunk& chunk) const override {
    if (context.http) {
      const bool lost = context.memory.done && chunk.direction == Direction::down;
      return lost ? Steps{Drop{}} : Steps{};
    }
    if (!directions_.holds(chunk.direction)) return {};
    if (context.datagrams) return context.random.chance(chance_.at(context.active)) ? Steps{Drop{}} : Steps{};
    std::string kept;
    for_each_piece(chunk.bytes, lines_, [&](std::string_view piece) {
      if (!context.random.chance(chance_.at(context.active))) kept += piece;
    });
    if (kept.size() == chunk.bytes.size()) return {};
    return kept.empty() ? Steps{Drop{}} : Steps{Replace{std::move(kept)}};
  }
  Steps on_end(Context& context, Direction direction) const override {
    // As long as the fault is there the consumer waits.
    const bool lost = context.http && context.memory.done && direction == Direction::down;
    return lost ? Steps{Hold{}} : Steps{};
  }

 private:
  Ramp chance_;
  bool lines_;
  Directions directions_;
};

contracts::Result<std::unique_ptr<const Fault>> make(const contracts::Value& parameters) {
  SQUALL_TRY_ASSIGN(const auto given, Parameters::read(piece_parameters(), parameters));
  return std::make_unique<const DropData>(given);
}

}  // namespace

FaultDescriptor drop_fault() {
  return {"drop",
          "chunks, lines, datagrams or whole answers get lost",
          Layer::any,
          "chance",
          piece_parameters(),
          true,
          true,
          make};
}

}  // namespace squall::chaos
