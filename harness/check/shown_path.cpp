#include "harness/check/shown_path.h"

#include <filesystem>

#include "contracts/openapi/contract.h"

namespace squall::harness {

std::string shown_path(const std::string& path) {
  if (contracts::openapi::is_on_network(path)) return path;
  std::error_code ignored;
  const std::string relative = std::filesystem::proximate(path, ignored).string();
  return !relative.empty() && relative.size() < path.size() ? relative : path;
}

}  // namespace squall::harness
