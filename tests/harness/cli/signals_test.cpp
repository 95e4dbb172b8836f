#include "harness/cli/signals.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <condition_variable>
#include <mutex>
#include <stop_token>

namespace squall::harness {
namespace {

struct Row {
  int first, second;
  ExitCode code;
};

class Signals : public testing::TestWithParam<Row> {};

TEST_P(Signals, FirstRequestsTheStopAndLaterOnesChangeNothing) {
  {
    SignalWatch watch;
    EXPECT_EQ(watch.received(), std::nullopt);
    EXPECT_FALSE(watch.token().stop_requested());
    std::mutex mutex;
    std::condition_variable_any changed;
    kill(getpid(), GetParam().first);
    std::unique_lock lock(mutex);
    changed.wait(lock, watch.token(), [] { return false; });
    EXPECT_TRUE(watch.token().stop_requested());
    kill(getpid(), GetParam().second);
    EXPECT_EQ(watch.received(), GetParam().code);
  }
  // A second signal that nobody had looked at yet must not end the process after teardown.
  SUCCEED();
}

INSTANTIATE_TEST_SUITE_P(Table, Signals,
                         testing::Values(Row{SIGINT, SIGTERM, ExitCode::interrupted},
                                         Row{SIGTERM, SIGINT, ExitCode::terminated},
                                         Row{SIGINT, SIGINT, ExitCode::interrupted}));

}  // namespace
}  // namespace squall::harness
