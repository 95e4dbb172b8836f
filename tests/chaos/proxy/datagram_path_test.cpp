// Datagrams in virtual time: what comes out, in which order, and when.
#include "chaos/proxy/datagram_path.h"

#include <gtest/gtest.h>

#include "chaos/faults/registry.h"
#include "contracts/core/document.h"

namespace squall::chaos {
namespace {

using std::chrono::milliseconds;

class Log final : public DatagramSink {
 public:
  explicit Log(net::VirtualTimers& clock) : clock_(clock) {}
  void deliver(Direction, std::string_view bytes) override {
    text += (text.empty() ? "" : " ") + std::to_string(clock_.now() / milliseconds(1)) + ":" + std::string(bytes);
  }
  void applied(const ActiveFault&, std::string step) override { proof += (proof.empty() ? "" : ", ") + step; }
  void overflowed() override { ++lost; }
  std::string text, proof;
  int lost = 0;

 private:
  net::VirtualTimers& clock_;
};

class DatagramPaths : public testing::Test {
 protected:
  std::shared_ptr<ActiveFault> fault(const std::string& kind, const std::string& parameters) {
    FaultSpec spec;
    spec.kind = spec.id = kind;
    spec.parameters = contracts::Value(contracts::Document::parse_json(parameters)->root());
    auto made = find_fault(kind)->make(spec.parameters);
    EXPECT_TRUE(made);
    return std::make_shared<ActiveFault>(spec, std::move(*made), 1);
  }
  void push(const std::string& bytes, const std::vector<std::shared_ptr<ActiveFault>>& faults) {
    std::vector<Strike> strikes;
    strikes.reserve(faults.size());
    for (const auto& each : faults) strikes.push_back({each, contracts::Random(1, "test", bytes)});
    path->push(bytes, std::move(strikes));
  }

  net::VirtualTimers clock;
  Log log{clock};
  WaitingRoom room;
  std::shared_ptr<DatagramPath> path = std::make_shared<DatagramPath>(clock, log, Direction::down, room);
};

TEST_F(DatagramPaths, WaitEachForItself) {
  const auto slow = fault("latency", R"({"mean":"100ms"})");
  push("a", {slow});
  clock.advance(milliseconds(10));
  push("b", {});
  push("c", {slow});
  clock.advance(milliseconds(500));
  EXPECT_EQ(log.text, "10:b 100:a 110:c");
  EXPECT_EQ(room.taken, 0u);
}

TEST_F(DatagramPaths, JitterReorders) {
  const auto slow = fault("latency", R"({"mean":"100ms","jitter":"100ms"})");
  for (char c = 'a'; c < 'k'; ++c) push(std::string(1, c), {slow});
  clock.advance(milliseconds(500));
  std::string order;
  for (std::size_t i = log.text.find(':'); i != std::string::npos; i = log.text.find(':', i + 1))
    order += log.text[i + 1];
  EXPECT_EQ(order.size(), 10u);
  EXPECT_NE(order, "abcdefghij");
}

TEST_F(DatagramPaths, AreOvertakenByAsManyAsTheFaultSays) {
  const auto reorder = fault("reorder", R"({"by":2})");
  for (const char* name : {"a", "b", "c", "d", "e", "f"}) push(name, {reorder});
  EXPECT_EQ(log.text, "0:b 0:c 0:a 0:e 0:f 0:d");
  EXPECT_EQ(log.proof, "let 2 overtake, let 2 overtake");
  EXPECT_FALSE(path->waiting());
}

TEST_F(DatagramPaths, WaitNoLongerToBeOvertaken) {
  const auto reorder = fault("reorder", R"({"at_most":"50ms"})");
  push("a", {reorder});
  EXPECT_EQ(log.proof, "");  // not yet
  clock.advance(milliseconds(60));
  EXPECT_EQ(log.text, "50:a");
  EXPECT_EQ(log.proof, "wait 50ms");
}

TEST_F(DatagramPaths, ComeTwiceAndBothGoOn) {
  push("a", {fault("duplicate", "{}"), fault("latency", R"({"mean":"5ms"})")});
  clock.advance(milliseconds(10));
  EXPECT_EQ(log.text, "5:a 5:a");
  EXPECT_EQ(log.proof, "send 1 bytes, wait 5ms, wait 5ms");
}

TEST_F(DatagramPaths, ThatAreEmptyAreDatagramsToo) {
  push("", {fault("latency", R"({"mean":"5ms"})")});
  push("", {fault("corrupt", "{}")});
  clock.advance(milliseconds(10));
  EXPECT_EQ(log.text, "0: 5:");
}

TEST_F(DatagramPaths, StayInOrderAtABoundedRate) {
  const auto slow = fault("bandwidth", R"({"rate":"1KB/s"})");
  push(std::string(10, 'a'), {slow});
  push(std::string(10, 'b'), {slow});
  clock.advance(milliseconds(100));
  EXPECT_EQ(log.text, "10:aaaaaaaaaa 20:bbbbbbbbbb");
}

TEST_F(DatagramPaths, GoOnWhenTheFaultIsRemoved) {
  const auto slow = fault("latency", R"({"mean":"1h"})"), later = fault("bandwidth", R"({"rate":"1KB/s"})");
  push("a", {slow, later});
  push("b", {fault("latency", R"({"mean":"5ms"})"), slow});
  path->remove(*slow);
  clock.advance(milliseconds(10));
  EXPECT_EQ(log.text, "1:a 5:b");
}

TEST_F(DatagramPaths, AreAskedAboutAgainWhenItIsReplaced) {
  const auto slow = fault("latency", R"({"mean":"1h"})");
  push("a", {slow});
  clock.advance(milliseconds(10));
  path->replace(*slow, fault("latency", R"({"mean":"30ms"})"));
  clock.advance(milliseconds(50));
  EXPECT_EQ(log.text, "30:a");  // counted from its arrival
}

TEST_F(DatagramPaths, AreLostWhereTooMuchWaits) {
  const auto slow = fault("latency", R"({"mean":"1h"})");
  const std::string large(65507, 'x');
  for (int i = 0; i < 2000; ++i) push(large, {slow});
  EXPECT_GT(log.lost, 900);
  EXPECT_LE(room.taken, WaitingRoom::kMost);
  EXPECT_GT(room.taken, WaitingRoom::kMost - 70000);
  path->stop();
  EXPECT_EQ(room.taken, 0u);
  EXPECT_EQ(log.text, "");
}

}  // namespace
}  // namespace squall::chaos
