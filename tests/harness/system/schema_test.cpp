#include "harness/system/schema.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "chaos/faults/registry.h"
#include "chaos/patterns/registry.h"
#include "tests/support/corpora.h"

namespace squall::harness {
namespace {

std::filesystem::path published() {
  return tests::test_data().parent_path().parent_path() / "harness/system/squall.schema.json";
}

TEST(SystemSchema, InTheTreeIsWhatIsGenerated) {
  if (std::getenv("SQUALL_UPDATE_GOLDEN") != nullptr) std::ofstream(published()) << system_schema();
  EXPECT_EQ(tests::read_file(published()), system_schema()) << "SQUALL_UPDATE_GOLDEN=1 writes it again";
}

TEST(SystemSchema, KnowsEveryFaultAndPattern) {
  const std::string schema = system_schema();
  for (const auto& fault : chaos::faults()) {
    EXPECT_NE(schema.find("\"" + std::string(fault.kind) + "\""), std::string::npos) << fault.kind;
    for (const auto& parameter : fault.parameters) {
      EXPECT_NE(schema.find("\"" + std::string(parameter.name) + "\""), std::string::npos) << parameter.name;
    }
  }
  for (const auto& pattern : chaos::patterns()) {
    EXPECT_NE(schema.find("\"" + std::string(pattern.name) + "\""), std::string::npos) << pattern.name;
  }
}

}  // namespace
}  // namespace squall::harness
