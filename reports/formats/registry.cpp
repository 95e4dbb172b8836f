#include <algorithm>
#include <array>

#include "reports/formats/format.h"

namespace squall::reports {

extern const Format console_format;
extern const Format github_format;
extern const Format gitlab_format;
extern const Format har_format;
extern const Format html_format;
extern const Format json_format;
extern const Format junit_format;
extern const Format markdown_format;
extern const Format sarif_format;

namespace {

// In the order of the help.
std::span<const Format> table() {
  static const std::array all = {console_format, json_format,   junit_format, markdown_format, html_format,
                                 github_format,  gitlab_format, sarif_format, har_format};
  return all;
}

}  // namespace

std::span<const Format> formats() {
  return table();
}

const Format* find_format(std::string_view name) {
  const auto all = formats();
  const auto found = std::find_if(all.begin(), all.end(), [&](const Format& format) { return format.name == name; });
  return found == all.end() ? nullptr : &*found;
}

}  // namespace squall::reports
