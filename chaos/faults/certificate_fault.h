#pragma once
// What the faults that present a wrong certificate share.

#include <memory>

#include "chaos/faults/fault.h"
#include "chaos/faults/parameters.h"

namespace squall::chaos {

template <CertificateFlaw Flaw>
class PresentsCertificate final : public Fault {
 public:
  Steps on_handshake(Context&, HandshakeStage stage) const override {
    return stage == HandshakeStage::client_hello ? Steps{Present{Flaw}} : Steps{};
  }

  static contracts::Result<std::unique_ptr<const Fault>> make(const contracts::Value& parameters) {
    SQUALL_TRY(Parameters::read({}, parameters));
    return std::make_unique<const PresentsCertificate>();
  }
};

template <CertificateFlaw Flaw>
FaultDescriptor certificate_fault(std::string_view kind, std::string_view summary) {
  return {kind, summary, Layer::handshake, "", {}, false, true, PresentsCertificate<Flaw>::make};
}

}  // namespace squall::chaos
