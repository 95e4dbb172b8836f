#include "tests/support/corpora.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>

namespace squall::tests {
namespace fs = std::filesystem;

std::optional<fs::path> corpus(const std::string& name) {
  const char* given = std::getenv("SQUALL_CORPORA");
  const fs::path root = given != nullptr ? fs::path(given) : fs::path(SQUALL_SOURCE_DIR) / ".." / "shared" / "corpora";
  const fs::path found = root / name;
  if (fs::exists(found)) return found;
  const char* required = std::getenv("SQUALL_REQUIRE_CORPORA");
  if (required != nullptr && std::string(required) == "1") {
    ADD_FAILURE() << "SQUALL_REQUIRE_CORPORA=1, and there is no " << found;
  }
  return std::nullopt;
}

std::vector<fs::path> files_below(const fs::path& folder, const std::vector<std::string>& extensions) {
  std::vector<fs::path> found;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    const auto extension = entry.path().extension().string();
    if (std::find(extensions.begin(), extensions.end(), extension) != extensions.end()) found.push_back(entry.path());
  }
  std::sort(found.begin(), found.end());
  return found;
}

fs::path test_data() {
  return fs::path(SQUALL_SOURCE_DIR) / "tests" / "data";
}

std::string read_file(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

}  // namespace squall::tests
