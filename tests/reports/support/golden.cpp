#include "tests/reports/support/golden.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "tests/support/corpora.h"

namespace squall::tests {
namespace {

std::string line_at(const std::string& text, std::size_t at) {
  const std::size_t before = at == 0 ? std::string::npos : text.rfind('\n', at - 1);
  const std::size_t begin = before == std::string::npos ? 0 : before + 1;
  return text.substr(begin, std::min<std::size_t>(text.find('\n', at), begin + 400) - begin);
}

}  // namespace

void expect_golden(const std::string& name, const std::string& text) {
  const auto path = test_data() / "reports" / name;
  const char* update = std::getenv("SQUALL_UPDATE_GOLDEN");
  if (update != nullptr && std::string(update) == "1") {
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << text;
    return;
  }
  const std::string golden = read_file(path);
  if (golden == text) return;
  const auto differs = std::mismatch(text.begin(), text.end(), golden.begin(), golden.end()).first;
  const auto at = static_cast<std::size_t>(differs - text.begin());
  ADD_FAILURE() << path << " differs at line " << std::count(text.begin(), differs, '\n') + 1
                << "; SQUALL_UPDATE_GOLDEN=1 writes it anew\n  expected: "
                << line_at(golden, std::min(at, golden.size())) << "\n  rendered: " << line_at(text, at);
}

}  // namespace squall::tests
