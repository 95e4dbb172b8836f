#include "reports/formats/progress.h"

#include <gtest/gtest.h>

#include "tests/reports/support/golden.h"
#include "tests/reports/support/samples.h"

namespace squall::tests {
namespace {
using namespace reports;

// The events of a run of half a minute, at times set by hand.
std::string told(bool live, bool colour, std::size_t columns) {
  double now = 0;
  std::string written;
  const auto sink =
      progress_sink([&](std::string_view text) { written += text; },
                    {.live = live, .colour = colour, .columns = columns, .now_ms = [&now] { return now; }});
  const auto at = [&](double ms, const RunEvent& event) {
    now = ms;
    sink(event);
  };
  const RunReport report = stormy_report();
  at(0, RunStarted{"shop", 42, 2});
  at(10, StageStarted{"starting 4 services"});
  at(500, Notice{Severity::warning, "port 8080 is taken, using 40123"});
  at(600, CheckStarted{"verify/orders", 2000});
  at(1000, CheckProgress{"verify/orders", "examples", 0.25});
  at(1010, CheckProgress{"verify/orders", "too soon to be drawn", 0.26});
  at(2740, CheckFinished{report.checks[0]});
  at(2800, CheckStarted{"resilience/orders-payments", 21'000});
  at(14'000,
     CheckProgress{"resilience/orders-payments", "circuit breaker: waiting for it to close (2.1 s)\x1b[2J", -1});
  at(14'500, CheckProgress{"resilience/orders-payments", "circuit breaker: closed", 0.6});
  at(24'200, CheckFinished{report.checks[3]});
  at(24'300, CheckFinished{report.checks[1]});
  at(24'400, StageStarted{"tearing down"});
  at(24'900, RunFinished{&report});
  return written;
}

TEST(Progress, IsPlainLinesInCi) {
  expect_golden("progress.plain.txt", told(false, false, 80));
}

TEST(Progress, IsOneLiveLineOnATerminal) {
  std::string text = told(true, true, 60);
  for (std::size_t at = 0; (at = text.find_first_of("\r\x1b", at)) != std::string::npos;) {
    text.replace(at, 1, text[at] == '\r' ? "<CR>" : "<ESC>");
  }
  expect_golden("progress.live.txt", text);
}

}  // namespace
}  // namespace squall::tests
