// connection_cap: no more than so many connections at a time, as a provider whose pool or listener is exhausted.
#include "chaos/faults/fault.h"
#include "chaos/faults/kinds.h"
#include "chaos/faults/parameters.h"

namespace squall::chaos {
namespace {

class ConnectionCap final : public Fault {
 public:
  explicit ConnectionCap(const Parameters& given)
      : most_(given.number("most")),
        beyond_(given.text("how") == "hold"    ? Step{Hold{}}
                : given.text("how") == "close" ? Step{Close{}}
                                               : Step{Reset{}}) {}

  Steps on_accept(Context& context) const override { return context.open < most_ ? Steps{} : Steps{beyond_}; }

 private:
  std::uint64_t most_;
  Step beyond_;
};

std::vector<ParameterInfo> table() {
  return {{"most", ParameterType::integer, true, "", "how many connections there may be; those before it count"},
          {"how",
           ParameterType::choice,
           false,
           "reset",
           "what one beyond meets: a RST; a FIN; or it waits, open and unread, until another one has ended",
           {"reset", "hold", "close"}}};
}

contracts::Result<std::unique_ptr<const Fault>> make(const contracts::Value& parameters) {
  SQUALL_TRY_ASSIGN(const auto given, Parameters::read(table(), parameters));
  return std::make_unique<const ConnectionCap>(given);
}

}  // namespace

FaultDescriptor connection_cap_fault() {
  return {"connection_cap",
          "no more than so many connections at a time",
          Layer::arrival,
          "most",
          table(),
          false,
          true,
          make};
}

}  // namespace squall::chaos
