#include "harness/stub_callbacks/call_sender.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/harness/stub_callbacks/fake_network.h"

namespace squall::harness {
namespace {

using testing::ElementsAre;

OrderedCall call(
    const std::string& target, std::chrono::nanoseconds after = {}, std::function<void(Answer)> done = [](Answer) {}) {
  return {"http://127.0.0.1:9", {"POST", target, {}, ""}, after, std::move(done)};
}

TEST(CallSender, SendsWhatIsDue) {
  tests::FakeNetwork network;
  CallSender sender({}, network.maker());
  EXPECT_TRUE(sender.order(call("/first")));
  EXPECT_THAT(network.wait_for(1), ElementsAre("POST http://127.0.0.1:9 /first"));
  EXPECT_TRUE(sender.order(call("/second")));
  EXPECT_EQ(network.wait_for(2).size(), 2u);
}

TEST(CallSender, WhatIsDueFirstGoesFirst) {
  tests::FakeNetwork network;
  CallSender sender({}, network.maker());
  EXPECT_TRUE(sender.order(call("/in an hour", std::chrono::hours(1))));
  EXPECT_TRUE(sender.order(call("/now")));
  EXPECT_THAT(network.wait_for(1), ElementsAre("POST http://127.0.0.1:9 /now"));
  EXPECT_GE(sender.open(), 1u);
}

TEST(CallSender, HasNoMoreUnderWayThanItMay) {
  tests::FakeNetwork network(true);
  SenderLimits limits;
  limits.at_once = 2;
  CallSender sender(limits, network.maker());
  for (const char* target : {"/1", "/2", "/3"}) EXPECT_TRUE(sender.order(call(target)));
  EXPECT_EQ(network.wait_for(2).size(), 2u);
  EXPECT_EQ(sender.open(), 3u);
  network.let_go();
  EXPECT_EQ(network.wait_for(3).size(), 3u);
  EXPECT_EQ(sender.open(), 1u);
  network.let_go();
  EXPECT_EQ(sender.open(), 0u);
}

TEST(CallSender, TakesNoMoreThanItMayKeep) {
  tests::FakeNetwork network(true);
  SenderLimits limits;
  limits.calls = 2;
  CallSender few(limits, network.maker());
  EXPECT_TRUE(few.order(call("/1", std::chrono::hours(1))));
  EXPECT_TRUE(few.order(call("/2", std::chrono::hours(1))));
  EXPECT_FALSE(few.order(call("/3", {}, [](Answer) { ADD_FAILURE() << "it was not taken"; })));
  limits = {};
  limits.bytes = 10'000;
  CallSender small(limits, network.maker());
  EXPECT_FALSE(small.order(call("/" + std::string(10'000, 'x'))));
  EXPECT_TRUE(small.order(call("/x")));
}

TEST(CallSender, EndsWhateverWaits) {
  tests::FakeNetwork network;
  std::vector<chaos::CallError> ended;
  {
    CallSender sender({}, network.maker());
    const auto done = [&](const Answer& answer) { ended.push_back(answer.error); };
    EXPECT_TRUE(sender.order(call("/1", std::chrono::hours(1), done)));
    EXPECT_TRUE(sender.order(call("/2", std::chrono::hours(2), done)));
  }
  EXPECT_THAT(ended, ElementsAre(chaos::CallError::cancelled, chaos::CallError::cancelled));
}

TEST(CallSender, IsDoneWithEachOnceOverTheNetwork) {
  std::vector<chaos::CallError> ended;
  {
    CallSender sender;
    EXPECT_TRUE(sender.order({"http://127.0.0.1:9", {"bad method", "/", {}, ""}, {}, [&](const Answer& answer) {
                                ended.push_back(answer.unsendable ? chaos::CallError::none : answer.error);
                              }}));
  }
  // Not sent at all, or cancelled before it was looked at: once in any case.
  EXPECT_EQ(ended.size(), 1u);
}

}  // namespace
}  // namespace squall::harness
