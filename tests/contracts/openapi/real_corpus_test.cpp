// Published contracts of real APIs: all of them load, every operation can be used.

#include <gtest/gtest.h>

#include <chrono>
#include <iostream>

#include "tests/support/contracts.h"
#include "tests/support/corpora.h"

namespace squall::tests {
namespace {
namespace fs = std::filesystem;

TEST(OpenApiReal, EveryDocumentLoads) {
  SQUALL_CORPUS(root, "openapi-real");
  std::size_t swagger = 0, operations = 0, warnings = 0, responses_without_schema = 0;
  const auto files = files_below(root, {".yaml", ".json"});
  ASSERT_FALSE(files.empty());
  for (const fs::path& file : files) {
    const auto loaded = contracts::openapi::load(file.string());
    if (!loaded) {
      ADD_FAILURE() << all_errors(loaded.error());
      continue;
    }
    swagger += (*loaded)->version == contracts::openapi::Version::v2_0 ? 1 : 0;
    for (const auto& warning : (*loaded)->warnings) EXPECT_GT(warning.location.line, 0u) << to_string(warning);
    warnings += (*loaded)->warnings.size();
    operations += (*loaded)->operations.size();
    for (const auto& operation : (*loaded)->operations) {
      EXPECT_GT(operation.location.line, 0u) << file << " " << operation.name();
      EXPECT_FALSE(operation.responses.empty()) << file << " " << operation.name();
      for (const auto& response : operation.responses) {
        for (const auto& media : response.content) responses_without_schema += media.schema ? 0 : 1;
      }
    }
  }
  std::cout << "openapi-real: all " << files.size() << " documents load, " << swagger << " of Swagger 2.0, with "
            << operations << " operations and " << warnings << " warnings; " << responses_without_schema
            << " response bodies have no schema\n";
}

TEST(OpenApiReal, ALargeContractLoadsQuickly) {
  SQUALL_CORPUS(largest, "openapi-real/twilio/twilio_api_v2010.json");
  double best = 1e9;
  for (int i = 0; i < 3; ++i) {
    const auto begin = std::chrono::steady_clock::now();
    ASSERT_TRUE(contracts::openapi::load(largest.string()));
    best = std::min(best, std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count());
  }
  std::cout << "a contract of " << fs::file_size(largest) / 1024 << " KiB loads in " << best << " ms\n";
  EXPECT_LT(best, 10'000) << "far beyond what any build should need";
}

}  // namespace
}  // namespace squall::tests
