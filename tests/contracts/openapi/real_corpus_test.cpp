// Published contracts of real APIs: all of version 3.x load, every operation can be used.

#include <gtest/gtest.h>

#include <chrono>
#include <iostream>
#include <map>
#include <set>

#include "tests/support/contracts.h"
#include "tests/support/corpora.h"

namespace squall::tests {
namespace {
namespace fs = std::filesystem;
using contracts::ErrorKind;

const std::set<std::string> unusable = {
    "cwa-verification.json"  // `required: true` beside a property's type: no dialect since draft 4 knows it
};

TEST(OpenApiReal, EveryDocumentOfVersion3Loads) {
  SQUALL_CORPUS(root, "openapi-real");
  std::size_t loaded_count = 0, swagger = 0, operations = 0, warnings = 0, responses_without_schema = 0;
  const auto files = files_below(root, {".yaml", ".json"});
  ASSERT_FALSE(files.empty());
  for (const fs::path& file : files) {
    const auto loaded = contracts::openapi::load(file.string());
    if (!loaded) {
      ASSERT_FALSE(loaded.error().empty()) << file;
      const bool old = loaded.error().front().kind == ErrorKind::unsupported;
      swagger += old ? 1 : 0;
      if (old) continue;
      std::cout << "does not load: " << all_errors(loaded.error());
      EXPECT_EQ(unusable.count(file.filename().string()), 1u) << file;
      EXPECT_GT(loaded.error().front().location.line, 0u) << file;
      continue;
    }
    ++loaded_count;
    warnings += (*loaded)->warnings.size();
    operations += (*loaded)->operations.size();
    for (const auto& operation : (*loaded)->operations) {
      EXPECT_FALSE(operation.responses.empty()) << file << " " << operation.name();
      for (const auto& response : operation.responses) {
        for (const auto& media : response.content) responses_without_schema += media.schema ? 0 : 1;
      }
    }
  }
  std::cout << "openapi-real: " << loaded_count << " of " << files.size() - swagger
            << " documents of version 3.x load, with " << operations << " operations and " << warnings << " warnings; "
            << swagger << " are Swagger 2.0; " << responses_without_schema << " response bodies have no schema\n";
  EXPECT_EQ(loaded_count + unusable.size() + swagger, files.size());
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
