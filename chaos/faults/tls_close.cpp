// tls_close: the connection ends in the TLS handshake.
#include "chaos/faults/describe.h"
#include "chaos/faults/handshake_stage.h"
#include "chaos/faults/kinds.h"

namespace squall::chaos {
namespace {

class ClosesHandshake final : public Fault {
 public:
  explicit ClosesHandshake(const Parameters& given) : stage_(handshake_stage(given)), rst_(given.text("by") == "rst") {}

  Steps on_handshake(Context&, HandshakeStage stage) const override {
    if (stage != stage_) return {};
    return rst_ ? Steps{Reset{}} : Steps{Close{}};
  }

 private:
  HandshakeStage stage_;
  bool rst_;
};

std::vector<ParameterInfo> table() {
  return {{"by", ParameterType::choice, false, "fin", "FIN or RST", {"fin", "rst"}}, handshake_stage_parameter()};
}

}  // namespace

FaultDescriptor tls_close_fault() {
  auto fault = describe<ClosesHandshake, table>("tls_close", "the connection is closed in the TLS handshake",
                                                Layer::handshake, "by");
  fault.can_match_requests = false;
  return fault;
}

}  // namespace squall::chaos
