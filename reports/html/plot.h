#pragma once
// A series as plots: rate, errors and latency over one time axis, fault windows shaded. The curves are SVG stretched to
// the width there is; labels are HTML beside them, so that they keep their size on a phone.

#include <string>
#include <vector>

#include "reports/model/run_report.h"

namespace squall::reports {

struct Panel {
  std::string title, legend;  // plain text; latency has a key of its curves instead of a legend
  std::string label;          // the plot in words, for a screen reader
  std::string svg;
  std::string top, half;  // what the two grid lines stand for
};

struct Tick {
  double percent;  // of the width
  std::string text;
};

struct PhaseRow {  // before, under and after the faults
  std::string name, calls, errors, p50, p99;
};

struct Plot {
  std::vector<Panel> panels;  // empty: the series has no buckets
  std::vector<Tick> ticks;
  std::vector<PhaseRow> phases;
};

Plot plot_of(const Series& series);

}  // namespace squall::reports
