#pragma once
// What the contracts of `squall consumer` are called, and the environment variables that lead to their stubs.

#include <memory>
#include <string>
#include <vector>

#include "contracts/core/result.h"
#include "contracts/match/router.h"

namespace squall::harness {

// A contract that a stub stands in for.
struct ConsumerProvider {
  std::string name;                    // "orders", "orders-v2"
  std::string file;                    // as it was given
  std::vector<std::string> variables;  // "ORDERS_URL": each is given the stub's url, without a path
  std::shared_ptr<const contracts::match::Router> router;
};

// "orders-v2" -> "ORDERS_V2_URL"
std::string url_variable(const std::string& provider);

// After the file (`contracts/orders-v2.yaml`: orders-v2, ORDERS_V2_URL), or after the contract's title where the file
// is called like any other (openapi.yaml, swagger.json, api.yaml, contract.yaml) or two files would share a name.
// `given`
// (--env) are NAME=CONTRACT: further variables of a contract, by its file or its name. Errors (usage): two contracts
// that come to one name; no variable's name; no such contract.
contracts::Result<std::vector<ConsumerProvider>> name_providers(std::vector<ConsumerProvider> unnamed,
                                                                const std::vector<std::string>& given);

}  // namespace squall::harness
