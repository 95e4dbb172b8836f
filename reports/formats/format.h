#pragma once
// A report format: one file each, listed in registry.cpp.

#include <span>
#include <string>
#include <string_view>

#include "reports/model/run_report.h"

namespace squall::reports {

struct Format {
  std::string_view name;  // as in `--report NAME=FILE`
  std::string_view summary;
  std::string_view extension;  // "json", "html"
  std::string (*render)(const RunReport& report);
};

std::span<const Format> formats();
const Format* find_format(std::string_view name);

}  // namespace squall::reports
