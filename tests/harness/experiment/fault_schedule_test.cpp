#include "harness/experiment/fault_schedule.h"

#include <gtest/gtest.h>

#include <atomic>

namespace squall::harness {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

struct Seen {
  std::atomic<int> applied = 0, reverted = 0;
};

class Scripted : public Disruption {
 public:
  enum class Way { works, fails, blocks, cannot_be_reverted };
  Scripted(Seen& seen, Way way) : seen_(seen), way_(way) {}

  contracts::Status apply(const std::stop_token& stop) override {
    ++seen_.applied;
    while (way_ == Way::blocks && !stop.stop_requested()) std::this_thread::sleep_for(milliseconds(1));
    if (way_ == Way::fails || way_ == Way::blocks)
      return contracts::fail(contracts::ErrorKind::unavailable, "it cannot be broken");
    return {};
  }
  contracts::Status revert() override {
    ++seen_.reverted;
    if (way_ == Way::cannot_be_reverted) return contracts::fail(contracts::ErrorKind::unavailable, "it stays broken");
    return {};
  }
  std::string evidence() const override { return "seen"; }

 private:
  Seen& seen_;
  const Way way_;
};

class FaultScheduleTest : public testing::Test {
 protected:
  // One disruption from the start on, until the schedule ends.
  FaultSchedule& schedule(Scripted::Way way, Duration to = seconds(60)) {
    std::vector<FaultSchedule::Entry> entries;
    entries.push_back({std::make_unique<Scripted>(seen_, way), Duration(0), to});
    schedule_ = std::make_unique<FaultSchedule>(timeline_, std::move(entries), [this] { ++errors_; });
    return *schedule_;
  }
  void wait_for(const std::atomic<int>& count) {
    while (count == 0) std::this_thread::sleep_for(milliseconds(1));
  }

  chaos::Timeline timeline_;
  Seen seen_;
  std::atomic<int> errors_ = 0;
  std::unique_ptr<FaultSchedule> schedule_;
};

TEST_F(FaultScheduleTest, RevertsOnceWhenItsTimeIsOver) {
  schedule(Scripted::Way::works, milliseconds(1));
  wait_for(seen_.reverted);
  schedule_->end();
  const auto course = schedule_->courses().front();
  EXPECT_TRUE(course.on && course.off);
  EXPECT_EQ(course.evidence, "seen");
  EXPECT_EQ(seen_.reverted, 1);
  EXPECT_EQ(errors_, 0);
}

TEST_F(FaultScheduleTest, RevertsWhenItIsDestroyed) {
  schedule(Scripted::Way::works);
  wait_for(seen_.applied);
  schedule_.reset();
  EXPECT_EQ(seen_.reverted, 1);
}

TEST_F(FaultScheduleTest, RevertsWhatCouldOnlyBePartlyApplied) {
  schedule(Scripted::Way::fails);
  wait_for(errors_);
  schedule_->end();
  const auto course = schedule_->courses().front();
  EXPECT_FALSE(course.on);
  EXPECT_EQ(course.error, "it cannot be broken");
  EXPECT_EQ(seen_.reverted, 1);
}

TEST_F(FaultScheduleTest, CutsShortWhatIsBeingAppliedAndRevertsIt) {
  schedule(Scripted::Way::blocks);
  wait_for(seen_.applied);
  schedule_->halt();
  schedule_->end();
  EXPECT_EQ(seen_.reverted, 1);
  EXPECT_EQ(schedule_->courses().front().error, "") << "an interruption is no error";
}

TEST_F(FaultScheduleTest, SaysWhatCouldNotBeReverted) {
  schedule(Scripted::Way::cannot_be_reverted);
  wait_for(seen_.applied);
  schedule_->end();
  EXPECT_EQ(schedule_->courses().front().revert_error, "it stays broken");
}

TEST_F(FaultScheduleTest, IsAwaitedUntilWhatBeginsAtOnceIsOn) {
  schedule(Scripted::Way::works).await_first(seconds(60));
  EXPECT_TRUE(schedule_->any_on());
  schedule(Scripted::Way::blocks).await_first(milliseconds(1));  // not for ever
  EXPECT_FALSE(schedule_->any_on());
}

TEST_F(FaultScheduleTest, LeavesAloneWhatNeverBegan) {
  std::vector<FaultSchedule::Entry> entries;
  entries.push_back({std::make_unique<Scripted>(seen_, Scripted::Way::works), seconds(60), seconds(61)});
  { const FaultSchedule schedule(timeline_, std::move(entries)); }
  EXPECT_EQ(seen_.applied, 0);
  EXPECT_EQ(seen_.reverted, 0);
}

}  // namespace
}  // namespace squall::harness
