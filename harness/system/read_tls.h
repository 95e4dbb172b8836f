#pragma once
// TLS of an edge in the system file: `tls`, `upstream_tls` and `sni`.

#include "harness/system/reading.h"

namespace squall::harness {

void read_edge_tls(Reading& reading, const Fields& edge_fields, EdgeSpec& edge);

}  // namespace squall::harness
