// tls_wrong_host: the edge presents a certificate for another host.
#include "chaos/faults/certificate_fault.h"
#include "chaos/faults/kinds.h"

namespace squall::chaos {

FaultDescriptor tls_wrong_host_fault() {
  return certificate_fault<CertificateFlaw::wrong_host>("tls_wrong_host",
                                                        "the edge presents a certificate for another host");
}

}  // namespace squall::chaos
