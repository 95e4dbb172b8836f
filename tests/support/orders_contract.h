#pragma once
// The contract in tests/data/stub, loaded once for a test program.

#include <memory>
#include <stdexcept>

#include "contracts/match/router.h"
#include "contracts/openapi/contract.h"
#include "tests/support/corpora.h"

namespace squall::tests {

inline std::shared_ptr<const contracts::match::Router> orders_router() {
  static const auto router = [] {
    auto contract = contracts::openapi::load((test_data() / "stub" / "orders.yaml").string());
    if (!contract) throw std::runtime_error(contracts::to_string(contract.error().front()));
    return std::make_shared<const contracts::match::Router>(*contract);
  }();
  return router;
}

}  // namespace squall::tests
