// duplicate: chunks, lines or whole answers come twice.
#include <algorithm>

#include "chaos/faults/direction.h"
#include "chaos/faults/fault.h"
#include "chaos/faults/kinds.h"
#include "chaos/faults/parameters.h"

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
    std::string sent;
    for_each_piece(chunk.bytes, [&](std::string_view piece) {
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

  // A line that is not complete counts as one.
  template <class Each>
  void for_each_piece(std::string_view bytes, const Each& each) const {
    while (lines_ && !bytes.empty()) {
      const auto line = bytes.substr(0, std::min(bytes.find('\n'), bytes.size() - 1) + 1);
      each(line);
      bytes.remove_prefix(line.size());
    }
    if (!lines_) each(bytes);
  }

  Ramp chance_;
  bool lines_;
  Directions directions_;
};

std::vector<ParameterInfo> table() {
  return {ramped({"chance", ParameterType::share, false, "100%", "of each piece"}),
          {"border",
           ParameterType::choice,
           false,
           "chunk",
           "tcp: what a piece is, bytes as they came or a line; on http edges it is the whole answer",
           {"chunk", "line"}},
          direction_parameter()};
}

contracts::Result<std::unique_ptr<const Fault>> make(const contracts::Value& parameters) {
  SQUALL_TRY_ASSIGN(const auto given, Parameters::read(table(), parameters));
  return std::make_unique<const Duplicate>(given);
}

}  // namespace

FaultDescriptor duplicate_fault() {
  return {
      "duplicate", "chunks, lines or whole answers come twice", Layer::connection, "chance", table(), true, true, make,
      true};
}

}  // namespace squall::chaos
