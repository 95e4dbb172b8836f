#pragma once
// Which callbacks an exchange leads to, and where they go (OAS 3.1.1, sections 4.8.18 and 4.8.20.4). Pure.

#include <string>
#include <vector>

#include "contracts/core/result.h"
#include "contracts/openapi/contract.h"
#include "harness/stub/judged_request.h"
#include "harness/stub_callbacks/destination.h"

namespace squall::harness {

struct CalledBack {
  const contracts::openapi::Callback* callback = nullptr;
  const contracts::openapi::Operation* operation = nullptr;  // what is sent
  contracts::Result<Destination> destination;  // or why there is none: the messages lack what its URL is made of
};

// Every operation under every URL of the callbacks that the request's operation declares: of those with these names, ""
// standing for all. `origin` is where the stub was reached, for `$url`: "http://127.0.0.1:4010".
std::vector<CalledBack> called_back(const JudgedRequest& judged, const contracts::http::Response& answer,
                                    const std::vector<std::string>& names, const AllowedHosts& allowed,
                                    const std::string& origin);

}  // namespace squall::harness
