// tls_stall: the TLS handshake goes no further.
#include "chaos/faults/handshake_stage.h"
#include "chaos/faults/kinds.h"

namespace squall::chaos {
namespace {

class StallsHandshake final : public Fault {
 public:
  explicit StallsHandshake(const Parameters& given)
      : stage_(handshake_stage(given)), timed_(given.has("for")), time_(given.duration("for")) {}

  Steps on_handshake(Context&, HandshakeStage stage) const override {
    if (stage != stage_) return {};
    return timed_ ? Steps{Wait{time_}} : Steps{Hold{}};
  }

 private:
  HandshakeStage stage_;
  bool timed_;
  std::chrono::nanoseconds time_;
};

std::vector<ParameterInfo> table() {
  return {{"for", ParameterType::duration, false, "", "how long; until the fault is removed when absent"},
          handshake_stage_parameter()};
}

contracts::Result<std::unique_ptr<const Fault>> make(const contracts::Value& parameters) {
  SQUALL_TRY_ASSIGN(const auto given, Parameters::read(table(), parameters));
  return std::make_unique<const StallsHandshake>(given);
}

}  // namespace

FaultDescriptor tls_stall_fault() {
  return {"tls_stall", "the TLS handshake stalls", Layer::handshake, "for", table(), false, true, make};
}

}  // namespace squall::chaos
