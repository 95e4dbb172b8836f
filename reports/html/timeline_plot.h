#pragma once
// What a measurement saw, attempt by attempt, as SVG: a lane for the calls from outside and one for each edge, a bar
// for each attempt, faults shaded, over one time axis.

#include <string>
#include <vector>

#include "reports/model/run_report.h"

namespace squall::reports {

struct TimelinePlot {
  std::string name;      // the phase's; plain text
  std::string svg;       // whole, with a title and a description of its own
  std::string left_out;  // "12 more attempts on a-b are not drawn"; "" when all are; plain text
};

// At most 6 phases, of each 10 lanes, of each 60 bars. `id` is unique in the page: letters, digits and hyphens.
std::vector<TimelinePlot> timeline_plots(const MeasuredTimeline& timeline, const std::string& id);

}  // namespace squall::reports
