#pragma once
// One certificate, made and signed (RFC 5280).

#include <ctime>

#include "chaos/tls/authority.h"
#include "chaos/tls/handles.h"

namespace squall::chaos::tls {

struct CertificateOrder {
  std::string common_name;
  std::vector<std::string> hosts;  // subjectAltName; can_be_certified() holds
  bool authority = false;
  std::time_t from = 0, to = 0;
  X509* issuer = nullptr;          // null: it signs itself
  EVP_PKEY* issuer_key = nullptr;  // null: it signs itself
};

contracts::Result<Credentials> issue_certificate(const CertificateOrder& order);

}  // namespace squall::chaos::tls
