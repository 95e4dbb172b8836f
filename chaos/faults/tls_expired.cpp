// tls_expired: the edge presents a certificate that expired yesterday.
#include "chaos/faults/certificate_fault.h"
#include "chaos/faults/kinds.h"

namespace squall::chaos {

FaultDescriptor tls_expired_fault() {
  return certificate_fault<CertificateFlaw::expired>("tls_expired",
                                                     "the edge presents a certificate that expired yesterday");
}

}  // namespace squall::chaos
