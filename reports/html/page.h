#pragma once
// The report as one HTML file that needs nothing else: no network, no fonts, no images, a script of a few lines.

#include <string>

#include "reports/model/run_report.h"

namespace squall::reports {

// Bounded: the worst findings first, the rest counted. A Content-Security-Policy in the page forbids every request and
// every script but its own.
std::string render_html(const RunReport& report);

}  // namespace squall::reports
