#pragma once
// The run report as a JSON document; run-report.schema.json describes it.

#include <string>
#include <string_view>

#include "contracts/core/result.h"
#include "reports/model/run_report.h"

namespace squall::reports {

// The `squall.report` number: raised when a reader of the old form would misread the new one.
inline constexpr int run_report_version = 1;
// Longer texts are cut in the document, with a note of their length.
inline constexpr std::size_t max_text_bytes = 65'536;

// Indented, ends with a line feed. Always well-formed: bytes that are no UTF-8 become U+FFFD, numbers that are not
// finite 0. Milliseconds and measured values are rounded to three decimals.
std::string to_json(const RunReport& report);

// Reads what to_json wrote. Members that are missing keep their defaults and unknown ones are ignored, so reports of
// other versions load. `name` is what locations call the text. Errors: malformed, with the JSON Pointer of the member
// that is wrong; unsupported when the report's version is newer than this program knows.
contracts::Result<RunReport> parse_run_report(std::string_view text, const std::string& name);

}  // namespace squall::reports
