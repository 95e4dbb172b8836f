#pragma once
// Messages and violations as the control API of a stub shows them. They are without secrets already.

#include "contracts/core/value.h"
#include "contracts/core/violation.h"
#include "contracts/http/message.h"

namespace squall::harness {

contracts::Value to_value(const contracts::http::Request& request);
contracts::Value to_value(const contracts::http::Response& response);
contracts::Value to_value(const contracts::Violation& violation);

}  // namespace squall::harness
