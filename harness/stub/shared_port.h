#pragma once
// Several stubs behind one port: which of them a request is for.
//
// By Host first, then by the longest prefix of the path. Among those that are left, by the contracts' own paths: the
// base path of a declared server counts more than a bare path, a concrete segment more than a templated one.

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "chaos/http/handler.h"
#include "contracts/core/error.h"
#include "contracts/match/router.h"

namespace squall::harness {

struct PortSharer {
  std::string prefix;     // "/orders"; taken off the target; "" for none
  std::string host_name;  // lower case; "" for any
  std::function<std::shared_ptr<const contracts::match::Router>()> router;  // as it is now
  chaos::http::Handler handler;
};

// A handler of all of them. A request that is nobody's gets a 404 problem document, and `unclaimed` hears of it.
chaos::http::Handler share_port(std::vector<PortSharer> sharers,
                                std::function<void(const chaos::http::Incoming&, const std::string& why)> unclaimed);

struct Claimant {
  std::string prefix, host_name;
  const contracts::openapi::Contract* contract;
};
// Operations that two of them have under the same path, so that no request says whose it is; located in the later one.
std::vector<contracts::Error> clashes(const std::vector<Claimant>& claimants);

}  // namespace squall::harness
