#pragma once
// RunEvent: live progress, typed. Sinks render it (a live line on a terminal, plain lines in CI) and must be quick.

#include <functional>
#include <string>
#include <variant>

#include "reports/model/run_report.h"

namespace squall::reports {

struct RunStarted {
  std::string name;
  std::uint64_t seed;
  std::size_t checks;
};
struct StageStarted {  // "starting 4 services", "tearing down"
  std::string text;
};
struct CheckStarted {
  std::string id;
  double expected_ms;  // 0: unknown
};
struct CheckProgress {
  std::string id;
  std::string text;  // "circuit breaker: waiting for it to close (2.1 s)"
  double done;       // 0..1; negative: unknown
};
struct CheckFinished {
  Check check;
};
struct Notice {
  Severity severity;
  std::string text;
};
struct RunFinished {
  const RunReport* report;  // valid during the call
};

using RunEvent =
    std::variant<RunStarted, StageStarted, CheckStarted, CheckProgress, CheckFinished, Notice, RunFinished>;
using EventSink = std::function<void(const RunEvent&)>;  // called from one thread at a time

}  // namespace squall::reports
