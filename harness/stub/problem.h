#pragma once
// Problem documents (RFC 9457), as stubs answer with them.

#include <functional>
#include <string>
#include <vector>

#include "contracts/core/error.h"
#include "contracts/core/violation.h"
#include "contracts/http/message.h"

namespace squall::harness {

// Each violation with what `fix` says is to be done about it; without a `fix` nothing is said.
contracts::http::Response problem(int status, const std::string& detail,
                                  const std::vector<contracts::Violation>& violations = {},
                                  const std::function<std::string(const contracts::Violation&)>& fix = {});

// What an error says, its place in the contract and its hint.
contracts::http::Response problem(int status, const contracts::Error& error);

}  // namespace squall::harness
