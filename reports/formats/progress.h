#pragma once
// Live progress: one line that changes on a terminal, plain lines in CI.

#include <cstddef>
#include <functional>
#include <string_view>

#include "reports/model/run_event.h"

namespace squall::reports {

struct ProgressOptions {
  bool live = false;  // a terminal: the last line is rewritten in place
  bool colour = false;
  std::size_t columns = 80;        // of the terminal
  std::function<double()> now_ms;  // monotonic; required
};

// `write` gets whole pieces of text to put out and flush. Called on the thread that sends the events; the sink keeps
// its own state, so make one for each run. In plain mode progress within a check is told at most every ten seconds.
EventSink progress_sink(std::function<void(std::string_view)> write, ProgressOptions options);

}  // namespace squall::reports
