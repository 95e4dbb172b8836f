// tls_old_protocol: a server that was never updated.
#include "chaos/faults/fault.h"
#include "chaos/faults/kinds.h"
#include "chaos/faults/parameters.h"

namespace squall::chaos {
namespace {

class OffersOldProtocol final : public Fault {
 public:
  Steps on_handshake(Context&, HandshakeStage stage) const override {
    return stage == HandshakeStage::client_hello ? Steps{OldProtocol{}} : Steps{};
  }
};

contracts::Result<std::unique_ptr<const Fault>> make(const contracts::Value& parameters) {
  SQUALL_TRY(Parameters::read({}, parameters));
  return std::make_unique<const OffersOldProtocol>();
}

}  // namespace

FaultDescriptor tls_old_protocol_fault() {
  return {"tls_old_protocol",
          "the edge offers TLS 1.0 and 1.1 alone (RFC 8996 forbids both)",
          Layer::handshake,
          "",
          {},
          false,
          true,
          make};
}

}  // namespace squall::chaos
