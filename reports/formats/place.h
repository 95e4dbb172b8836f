#pragma once
// Where a finding stands, for formats that list findings at their places; and what such a list would not tell.

#include <string>
#include <string_view>

#include "reports/model/run_report.h"

namespace squall::reports {

// A file's name without "./" parts in it: "./contracts/./a.yaml" -> "contracts/a.yaml".
std::string plain_path(std::string_view file);
// The same as a URI reference (RFC 3986, section 4.1): relative when the path is, "file:///..." when it is absolute;
// an http or https URL stays one.
std::string uri_reference(std::string_view file);

// The finding's place; when it has none, the contract of the service that the check is about, else an empty one.
Location place_of(const RunReport& report, const Check& check, const Finding& finding);

// A check whose outcome no finding tells: in a list of findings it would look like a pass.
bool untold(const Check& check);

}  // namespace squall::reports
