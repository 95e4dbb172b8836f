#pragma once
// Loading a system file with everything given.

#include <string>
#include <vector>

#include "harness/system/source.h"
#include "harness/system/system_file.h"

namespace squall::harness {

tl::expected<System, std::vector<contracts::Error>> load_system(const std::string& path,
                                                                const EnvironmentLookup& environment);
// `path` says where the text stands: relative paths in it are relative to its folder.
tl::expected<System, std::vector<contracts::Error>> parse_system(std::string text, const std::string& path,
                                                                 const EnvironmentLookup& environment);

}  // namespace squall::harness
