#pragma once
// Problem documents (RFC 9457), as stubs answer with them.

#include <string>
#include <vector>

#include "contracts/core/violation.h"
#include "contracts/http/message.h"

namespace squall::harness {

contracts::http::Response problem(int status, const std::string& detail,
                                  const std::vector<contracts::Violation>& violations = {});

}  // namespace squall::harness
