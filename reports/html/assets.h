#pragma once
// page.mustache, page.css and page.js as the build embedded them.

#include <string_view>

namespace squall::reports {

extern const std::string_view page_template;
extern const std::string_view page_style;
extern const std::string_view page_script;
extern const std::string_view page_script_sha256;  // base64

}  // namespace squall::reports
