// tls_stall: the TLS handshake goes no further.
#include "chaos/faults/describe.h"
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

}  // namespace

FaultDescriptor tls_stall_fault() {
  auto fault = describe<StallsHandshake, table>("tls_stall", "the TLS handshake stalls", Layer::handshake, "for");
  fault.can_match_requests = false;
  return fault;
}

}  // namespace squall::chaos
