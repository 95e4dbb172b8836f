// reorder: datagrams are overtaken by later ones.
#include "chaos/faults/direction.h"
#include "chaos/faults/fault.h"
#include "chaos/faults/kinds.h"
#include "chaos/faults/parameters.h"

namespace squall::chaos {
namespace {

constexpr std::uint64_t kMostPieces = 1000;

class Reorder final : public Fault {
 public:
  explicit Reorder(const Parameters& given)
      : chance_(given.ramp("chance")),
        yield_{given.number("by"), given.duration("at_most")},
        directions_(given.text("direction")) {}

  bool draws() const override { return true; }
  Steps on_chunk(Context& context, const Chunk& chunk) const override {
    if (!directions_.holds(chunk.direction)) return {};
    return context.random.chance(chance_.at(context.active)) ? Steps{yield_} : Steps{};
  }

 private:
  Ramp chance_;
  Yield yield_;
  Directions directions_;
};

std::vector<ParameterInfo> table() {
  return {ramped({"chance", ParameterType::share, false, "100%", "of each datagram, unless another one is kept back"}),
          {"by", ParameterType::integer, false, "1", "how many later ones pass it; at most 1000"},
          {"at_most", ParameterType::duration, false, "100ms", "no longer than that, should fewer come"},
          direction_parameter()};
}

contracts::Result<std::unique_ptr<const Fault>> make(const contracts::Value& parameters) {
  SQUALL_TRY_ASSIGN(const auto given, Parameters::read(table(), parameters));
  const auto mistake = [](const char* name, const char* expected) {
    return contracts::fail(contracts::ErrorKind::usage, std::string(name) + ": expected " + expected,
                           {"", 0, 0, std::string("/") + name});
  };
  if (given.number("by") == 0 || given.number("by") > kMostPieces) return mistake("by", "1 to 1000");
  if (given.duration("at_most").count() == 0) return mistake("at_most", "more than 0");
  return std::make_unique<const Reorder>(given);
}

}  // namespace

FaultDescriptor reorder_fault() {
  return {"reorder", "datagrams are overtaken by later ones", Layer::datagram, "chance", table(), false, true, make};
}

}  // namespace squall::chaos
