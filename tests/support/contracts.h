#pragma once
// Contracts written inside a test.

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "contracts/openapi/contract.h"
#include "tests/support/temporary_files.h"

namespace squall::tests {

using ContractPointer = std::shared_ptr<const contracts::openapi::Contract>;

inline std::string all_errors(const std::vector<contracts::Error>& errors) {
  std::string text;
  for (const auto& error : errors) text += to_string(error) + "\n";
  return text;
}

// A contract from YAML text; its file is gone afterwards. Fails the test when it cannot be loaded.
inline ContractPointer contract_of(const std::string& yaml) {
  const TemporaryFiles files;
  auto loaded = contracts::openapi::load(files.write("contract.yaml", yaml));
  if (!loaded) {
    ADD_FAILURE() << all_errors(loaded.error());
    return std::make_shared<const contracts::openapi::Contract>();
  }
  return *loaded;
}

}  // namespace squall::tests
