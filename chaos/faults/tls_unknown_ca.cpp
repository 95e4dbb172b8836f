// tls_unknown_ca: the edge presents a certificate by a CA that nobody knows.
#include "chaos/faults/certificate_fault.h"
#include "chaos/faults/kinds.h"

namespace squall::chaos {

FaultDescriptor tls_unknown_ca_fault() {
  return certificate_fault<CertificateFlaw::unknown_ca>("tls_unknown_ca",
                                                        "the edge presents a certificate by a CA that nobody knows");
}

}  // namespace squall::chaos
