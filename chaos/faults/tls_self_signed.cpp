// tls_self_signed: the edge presents a certificate that no CA signed.
#include "chaos/faults/certificate_fault.h"
#include "chaos/faults/kinds.h"

namespace squall::chaos {

FaultDescriptor tls_self_signed_fault() {
  return certificate_fault<CertificateFlaw::self_signed>("tls_self_signed",
                                                         "the edge presents a certificate that no CA signed");
}

}  // namespace squall::chaos
