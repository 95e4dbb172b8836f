#include "harness/check/shown_path.h"

#include <filesystem>

namespace squall::harness {

std::string shown_path(const std::string& path) {
  std::error_code ignored;
  const std::string relative = std::filesystem::proximate(path, ignored).string();
  return !relative.empty() && relative.size() < path.size() ? relative : path;
}

}  // namespace squall::harness
