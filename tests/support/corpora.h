#pragma once
// The third-party corpora: SQUALL_CORPORA, or ../shared/corpora beside the project.

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace squall::tests {

// The folder of one corpus, or a path inside it. Absent: nullopt, and a failure when SQUALL_REQUIRE_CORPORA=1.
std::optional<std::filesystem::path> corpus(const std::string& name);
// Every file below a folder with one of these extensions (".json"), sorted.
std::vector<std::filesystem::path> files_below(const std::filesystem::path& folder,
                                               const std::vector<std::string>& extensions);
// The project's own test data, tests/data.
std::filesystem::path test_data();
std::string read_file(const std::filesystem::path& path);

}  // namespace squall::tests

// In a test: `SQUALL_CORPUS(folder, "pact");` skips visibly when the corpus is absent.
#define SQUALL_CORPUS(variable, name)                                   \
  auto variable##_found = ::squall::tests::corpus(name);                \
  if (!variable##_found) {                                              \
    GTEST_SKIP() << "corpus '" << (name) << "' is not on this machine"; \
  }                                                                     \
  const std::filesystem::path variable = *variable##_found
