// Documents to accept and to refuse that nobody on this project wrote: OAI and Mermade.

#include <gtest/gtest.h>
#include <sys/resource.h>

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

std::string short_name(const fs::path& file, const fs::path& root) {
  return fs::relative(file, root).string();
}

std::vector<fs::path> cases(const fs::path& root, const std::string& verdict) {
  std::vector<fs::path> found;
  for (const fs::path& file : files_below(root, {".yaml", ".json"})) {
    if (short_name(file, root).find("/" + verdict + "/") != std::string::npos) found.push_back(file);
  }
  return found;
}

contracts::openapi::LoadOptions strict() {
  contracts::openapi::LoadOptions options;
  options.strict = true;
  return options;
}

// No OpenAPI documents, or not whole: nothing that accepts contracts can accept them.
const std::set<std::string> not_acceptable = {
    "mermade-3.0/pass/cyclical.yaml",                // refers to a file that is not part of the corpus
    "mermade-3.0/pass/fiendish/ref-encoding2.yaml",  // Swagger 2.0, with a reference below `components`, which it lacks
    "mermade-3.0/pass/resolution/twolevel/subdir1/subdir2/ok.yaml",  // a fragment
    "mermade-3.0/pass/swagger2openapi/fart.openapi.yaml",            // empty
    "mermade-3.0/pass/swagger2openapi/swagger.json",                 // empty
    "mermade-3.0/pass/swagger2openapi/test-openapi.json",            // empty
    "mermade-3.0/pass/swagger2openapi/test.json",                    // empty
};

// A flow mapping whose closing brace is indented less than YAML 1.2 wants; libyaml reads it.
const std::set<std::string> not_refused = {"mermade-3.0/fail/OAI/api-with-examples.yaml"};

TEST(OpenApiValidity, AcceptsWhatIsValid) {
  SQUALL_CORPUS(root, "openapi-validity");
  std::size_t accepted = 0;
  const auto files = cases(root, "pass");
  ASSERT_FALSE(files.empty());
  for (const fs::path& file : files) {
    const auto loaded = contracts::openapi::load(file.string(), strict());
    const std::string name = short_name(file, root);
    accepted += loaded ? 1 : 0;
    if (loaded) {
      EXPECT_EQ(not_acceptable.count(name), 0u) << name << " is accepted now";
    } else {
      EXPECT_EQ(not_acceptable.count(name), 1u) << all_errors(loaded.error());
    }
  }
  std::cout << "openapi-validity pass: " << accepted << " of " << files.size() << " accepted, " << not_acceptable.size()
            << " are no whole documents\n";
}

TEST(OpenApiValidity, RefusesWhatIsNotWithALocation) {
  SQUALL_CORPUS(root, "openapi-validity");
  std::size_t refused = 0;
  const auto files = cases(root, "fail");
  ASSERT_FALSE(files.empty());
  for (const fs::path& file : files) {
    const auto loaded = contracts::openapi::load(file.string(), strict());
    const std::string name = short_name(file, root);
    if (loaded) {
      EXPECT_EQ(not_refused.count(name), 1u) << name << " is accepted";
      continue;
    }
    ++refused;
    for (const auto& error : loaded.error()) {
      EXPECT_FALSE(error.location.file.empty()) << name << ": " << to_string(error);
      EXPECT_GT(error.location.line, 0u) << name << ": " << to_string(error);
      EXPECT_FALSE(error.message.empty()) << name;
    }
  }
  EXPECT_GE(refused * 100, files.size() * 97);
  std::cout << "openapi-validity fail: " << refused << " of " << files.size() << " refused\n";
}

TEST(OpenApiValidity, RefusesMaliciousDocumentsQuicklyAndInLittleMemory) {
  SQUALL_CORPUS(root, "openapi-validity");
  const auto files = cases(root, "malicious");
  ASSERT_FALSE(files.empty());
  for (const fs::path& file : files) {
    const auto begin = std::chrono::steady_clock::now();
    const auto loaded = contracts::openapi::load(file.string(), strict());
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(1)) << file;
    EXPECT_FALSE(loaded) << file << " is accepted";
  }
#ifdef __SANITIZE_ADDRESS__
  std::cout << "openapi-validity malicious: all " << files.size() << " refused; a sanitizer's memory is not measured\n";
#else
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  EXPECT_LT(usage.ru_maxrss, 100 * 1024) << "KiB";
  std::cout << "openapi-validity malicious: all " << files.size() << " refused, peak memory " << usage.ru_maxrss / 1024
            << " MiB\n";
#endif
}

}  // namespace
}  // namespace squall::tests
