// Every operation of every published contract can be requested and answered for.

#include <gtest/gtest.h>

#include <iostream>

#include "contracts/match/message_generator.h"
#include "contracts/match/validate.h"
#include "tests/support/contracts.h"
#include "tests/support/corpora.h"

namespace squall::tests {
namespace {
using namespace contracts::match;
using contracts::Random;

struct Counts {
  std::size_t operations = 0, requests = 0, responses = 0, negatives = 0, wrong = 0;
};

void exercise(const ContractPointer& contract, Counts& counts) {
  const Router router(contract);
  for (const auto& operation : contract->operations) {
    ++counts.operations;
    const Random random(1, "corpus", operation.name());
    const auto request = valid_request(*contract, operation, random);
    if (request) {
      ++counts.requests;
    } else {
      std::cout << "no request: " << to_string(request.error()) << "\n";
      EXPECT_GT(request.error().location.line, 0u);
    }
    const auto response = make_response(*contract, operation, 0, random);
    if (response) {
      ++counts.responses;
      const auto violations = validate_response(*contract, operation, operation.method, *response);
      counts.wrong += violations.empty() ? 0 : 1;
      if (!violations.empty()) std::cout << operation.name() << ": " << violations.front().message << "\n";
    } else {
      std::cout << "no response: " << to_string(response.error()) << "\n";
      EXPECT_GT(response.error().location.line, 0u);
    }
    counts.negatives += negative_requests(*contract, operation, random).size();
  }
}

TEST(RealContracts, EveryOperationCanBeRequestedAndAnswered) {
  SQUALL_CORPUS(root, "openapi-real");
  Counts counts;
  for (const auto& file : files_below(root, {".yaml", ".json"})) {
    const auto loaded = contracts::openapi::load(file.string());
    if (loaded) exercise(*loaded, counts);
  }
  std::cout << "openapi-real: of " << counts.operations << " operations " << counts.requests << " can be requested, "
            << counts.responses << " can be answered for; " << counts.negatives << " negatives\n";
  EXPECT_GT(counts.operations, 0u);
  EXPECT_EQ(counts.wrong, 0u);
  EXPECT_GE(counts.requests * 100, counts.operations * 98);
  EXPECT_GE(counts.responses * 100, counts.operations * 98);
  EXPECT_GT(counts.negatives, counts.operations);
}

}  // namespace
}  // namespace squall::tests
