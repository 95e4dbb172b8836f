// duplicate: chunks, lines, datagrams or whole answers come twice.
#include "chaos/faults/fault.h"
#include "chaos/faults/kinds.h"
#include "chaos/faults/pieces.h"

namespace squall::chaos {
namespace {

constexpr std::size_t kLargest = 1u << 20;

class Duplicate final : public Fault {
 public:
  explicit Duplicate(const Parameters& given)
      : chance_(given.ramp("chance")), lines_(given.text("border") == "line"), directions_(given.text("direction")) {}

  bool draws() const override { return true; }
  // On an http edge the border is that of the whole answer; one of more than kLargest bytes comes once.
  Steps on_response_head(Context& context, const ResponseHead&) const override {
    context.memory.done = directions_.down && context.random.chance(chance_.at(context.active));
    return {};
  }
  Steps on_chunk(Context& context, const Chunk& chunk) const override {
    if (context.http) {
      if (context.memory.done && chunk.direction == Direction::down) keep(context.memory, chunk.bytes);
      return {};
    }
    if (!directions_.holds(chunk.direction)) return {};
    if (context.datagrams) {
      const bool twice = context.random.chance(chance_.at(context.active));
      return twice ? Steps{Send{std::string(chunk.bytes)}} : Steps{};
    }
    std::string sent;
    for_each_piece(chunk.bytes, lines_, [&](std::string_view piece) {
      sent += piece;
      if (context.random.chance(chance_.at(context.active))) sent += piece;
    });
    return sent.size() == chunk.bytes.size() ? Steps{} : Steps{Replace{std::move(sent)}};
  }
  Steps on_end(Context& context, Direction direction) const override {
    const bool twice = context.http && context.memory.done && direction == Direction::down;
    return twice ? Steps{Send{std::move(context.memory.text)}} : Steps{};
  }

 private:
  static void keep(Memory& memory, std::string_view bytes) {
    memory.text += bytes;
    if (memory.text.size() <= kLargest) return;
    memory.text.clear();
    memory.done = false;
  }

  Ramp chance_;
  bool lines_;
  Directions directions_;
};

contracts::Result<std::unique_ptr<const Fault>> make(const contracts::Value& parameters) {
  SQUALL_TRY_ASSIGN(const auto given, Parameters::read(piece_parameters(), parameters));
  return std::make_unique<const Duplicate>(given);
}

}  // namespace

FaultDescriptor duplicate_fault() {
  return {"duplicate",
          "chunks, lines, datagrams or whole answers come twice",
          Layer::any,
          "chance",
          piece_parameters(),
          true,
          true,
          make,
          true};
}

}  // namespace squall::chaos
