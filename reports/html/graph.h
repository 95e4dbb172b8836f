#pragma once
// The service graph as inline SVG, once for wide and once for narrow screens.

#include <string>

#include "reports/html/layout.h"
#include "reports/model/run_report.h"

namespace squall::reports {

// "" when the report names no services. Coloured by classes of page.css; every state is a word as well.
std::string graph_svg(const RunReport& report, Direction direction);

}  // namespace squall::reports
