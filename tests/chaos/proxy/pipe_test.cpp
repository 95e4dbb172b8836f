// Pipes in virtual time: what comes out, in which order, and when.
#include "chaos/proxy/pipe.h"

#include <gtest/gtest.h>

#include "chaos/faults/registry.h"
#include "contracts/core/document.h"

namespace squall::chaos {
namespace {

using std::chrono::milliseconds;

// Writes down what comes out: "12:payload abc".
class Log final : public PipeSink {
 public:
  explicit Log(net::Timers& clock) : clock_(clock) {}
  void deliver(Direction, PieceKind kind, std::string_view bytes) override {
    static const char* const kNames[] = {"connect", "interim", "head", "framing", "payload", "end"};
    note(std::string(kNames[static_cast<int>(kind)]) + (bytes.empty() ? "" : " " + std::string(bytes)));
  }
  void respond(const contracts::http::Response& response, const ActiveFault&, std::size_t stage) override {
    note("respond " + std::to_string(response.status) + " from " + std::to_string(stage));
  }
  void half_close(Direction) override { note("half-close"); }
  void close(Direction) override { stop("close"); }
  void reset() override { stop("reset"); }
  void applied(const ActiveFault& fault, std::string step) override {
    proof += fault.spec.id + " ";
    steps += step + ", ";
  }
  void settle() override { ++settled; }

  std::shared_ptr<Pipe> pipe;
  std::string text, proof, steps;
  int settled = 0;

 private:
  void note(const std::string& what) {
    text += (text.empty() ? "" : ", ") + std::to_string(clock_.now() / milliseconds(1)) + ":" + what;
  }
  void stop(const std::string& what) {
    note(what);
    pipe->stop();
  }
  net::Timers& clock_;
};

// Time that passes while somebody looks at it, as real time does.
class PassingTime final : public net::Timers {
 public:
  Instant now() const override { return Instant(++looks_); }
  Instant arrived() const override { return now() - waited; }
  net::TimerId at(Instant time, std::function<void()>) override {
    asked.push_back(time);
    return asked.size();
  }
  void cancel(net::TimerId) override {}
  std::vector<Instant> asked;
  Instant waited{0};  // by what comes in

 private:
  mutable std::int64_t looks_ = 0;
};

class Pipes : public testing::Test {
 protected:
  std::shared_ptr<ActiveFault> active(const std::string& kind, const std::string& parameters, const std::string& id) {
    FaultSpec spec;
    spec.kind = kind;
    spec.id = id;
    spec.parameters = contracts::Value(contracts::Document::parse_json(parameters)->root());
    auto made = find_fault(kind)->make(spec.parameters);
    EXPECT_TRUE(made);
    return std::make_shared<ActiveFault>(spec, std::move(*made), 1);
  }
  std::shared_ptr<ActiveFault> add(const std::string& kind, const std::string& parameters, const std::string& id) {
    auto fault = active(kind, parameters, id);
    pipe->add({fault, contracts::Random(1, "test")});
    return fault;
  }
  void make(bool http, Direction direction = Direction::down) {
    Pipe::About about;
    about.http = http;
    pipe = std::make_shared<Pipe>(clock, log, direction, about);
    log.pipe = pipe;
  }

  net::VirtualTimers clock;
  Log log{clock};
  std::shared_ptr<Pipe> pipe;
};

TEST_F(Pipes, WithoutStagesPassAtOnce) {
  make(false);
  pipe->push(PieceKind::payload, "a");
  pipe->push(PieceKind::end, {});
  EXPECT_EQ(log.text, "0:payload a, 0:end");
}

// A piece has waited for no time when it comes, so that all have the same latency, and the step it leaves is one.
TEST_F(Pipes, LatencyIsCountedFromAPiecesArrival) {
  PassingTime passing;
  Log seen(passing);
  const auto through = std::make_shared<Pipe>(passing, seen, Direction::down, Pipe::About{});
  const auto fault = active("latency", R"({"mean":"100ms"})", "l");
  through->add({fault, contracts::Random(1, "test")});
  const Instant before = passing.now();
  through->push(PieceKind::payload, "a");
  ASSERT_EQ(passing.asked.size(), 1u);
  EXPECT_EQ(passing.asked[0], before + Instant(1) + milliseconds(100));
  EXPECT_EQ(seen.steps, "wait 100ms, ");
}

// What waited before the proxy came to it has waited.
TEST_F(Pipes, LatencyCountsFromWhenTheKernelHadThePiece) {
  PassingTime passing;
  Log seen(passing);
  const auto through = std::make_shared<Pipe>(passing, seen, Direction::down, Pipe::About{});
  through->add({active("latency", R"({"mean":"100ms"})", "l"), contracts::Random(1, "test")});
  for (int i = 0; i < 100; ++i) passing.now();
  const Instant before = passing.now();
  passing.waited = Instant(50);
  through->push(PieceKind::payload, "a");
  ASSERT_EQ(passing.asked.size(), 1u);
  EXPECT_EQ(passing.asked[0], before + Instant(1) - Instant(50) + milliseconds(100));
}

// What passed before the close comes out, and later faults may keep the close waiting; nothing comes after it.
TEST_F(Pipes, ACloseComesAfterWhatPassed) {
  make(false);
  add("limit_data", R"({"bytes":"3B"})", "limit");
  add("latency", R"({"mean":"100ms"})", "late");
  add("slow_close", R"({"delay":"50ms"})", "slow");
  pipe->push(PieceKind::payload, "abcdef");
  pipe->push(PieceKind::payload, "ghi");
  EXPECT_EQ(pipe->pending(), 3u);
  clock.advance(milliseconds(500));
  EXPECT_EQ(log.text, "100:payload abc, 150:close");
}

TEST_F(Pipes, ACloseOfAMessageComesAtOnce) {
  make(true);
  add("limit_data", R"({"bytes":"3B"})", "limit");
  add("slow_close", R"({"delay":"50ms"})", "slow");
  pipe->push(PieceKind::payload, "abcdef");
  EXPECT_EQ(log.text, "0:payload abc, 0:close");
}

TEST_F(Pipes, ACloseIsNoPartOfTheStream) {
  make(false);
  add("limit_data", R"({"bytes":"3B"})", "limit");
  add("timeout", R"({"after":"0"})", "drops");
  add("latency", R"({"mean":"100ms"})", "late");
  pipe->push(PieceKind::payload, "abcdef");
  EXPECT_EQ(log.text, "0:close");
}

TEST_F(Pipes, FlowWhatComesOutByItself) {
  make(false);
  EXPECT_FALSE(pipe->is_flowing());
  add("latency", R"({"mean":"100ms"})", "late");
  const auto held = add("bandwidth", R"({"rate":"0"})", "held");
  pipe->push(PieceKind::payload, "a");
  EXPECT_TRUE(pipe->is_flowing());
  clock.advance(milliseconds(100));
  EXPECT_FALSE(pipe->is_flowing()) << "it is held until somebody removes the fault";
  pipe->remove(*held);
  EXPECT_EQ(log.text, "100:payload a");
}

TEST_F(Pipes, HaveRoomForLatency) {
  make(false);
  EXPECT_EQ(pipe->room(), 0u);
  add("slicer", R"({"average":"10B"})", "s");
  EXPECT_EQ(pipe->room(), 0u);
  const auto late = add("latency", R"({"mean":"100ms"})", "l");
  EXPECT_EQ(pipe->room(), std::size_t{32} << 20);
  pipe->remove(*late);
  EXPECT_EQ(pipe->room(), 0u);
}

TEST_F(Pipes, LatencyDelaysWithoutSlowing) {
  make(false);
  add("latency", R"({"mean":"100ms"})", "l");
  pipe->push(PieceKind::payload, "a");
  clock.advance(milliseconds(40));
  pipe->push(PieceKind::payload, "b");
  pipe->push(PieceKind::end, {});
  EXPECT_EQ(pipe->pending(), 2u);
  EXPECT_TRUE(pipe->holding());
  clock.advance(milliseconds(500));
  EXPECT_EQ(log.text, "100:payload a, 140:payload b, 140:end");
  EXPECT_EQ(pipe->pending(), 0u);
  EXPECT_FALSE(pipe->holding());
  EXPECT_EQ(log.proof, "l l ");
}

TEST_F(Pipes, StagesWorkOneAfterTheOther) {
  make(false);
  add("slicer", R"({"average":"2B","delay":"10ms"})", "s");
  add("latency", R"({"mean":"100ms"})", "l");
  pipe->push(PieceKind::payload, "abcde");
  clock.advance(milliseconds(500));
  EXPECT_EQ(log.text, "100:payload ab, 110:payload cd, 120:payload e");
}

TEST_F(Pipes, BandwidthKeepsItsRate) {
  make(false);
  add("bandwidth", R"({"rate":"100B/s"})", "b");
  pipe->push(PieceKind::payload, "abcdef");
  pipe->push(PieceKind::payload, "g");
  clock.advance(milliseconds(500));
  EXPECT_EQ(log.text, "20:payload ab, 40:payload cd, 60:payload ef, 70:payload g");
}

TEST_F(Pipes, TricklesTheHeadToo) {
  make(true);
  add("trickle", R"({"gap":"10ms","size":"2B","head":true})", "t");
  pipe->push(PieceKind::head, "HEAD");
  pipe->push(PieceKind::framing, "1;");
  pipe->push(PieceKind::payload, "x");
  pipe->push(PieceKind::end, {});
  clock.advance(milliseconds(500));
  EXPECT_EQ(log.text, "10:head HE, 20:head AD, 20:framing 1;, 30:payload x, 30:end");
}

TEST_F(Pipes, AHoldEndsWithItsFault) {
  make(true);
  const auto hold = add("hold", "{}", "h");
  add("latency", R"({"mean":"5ms"})", "l");
  pipe->push(PieceKind::head, "HEAD");
  pipe->push(PieceKind::end, {});
  clock.advance(milliseconds(1000));
  EXPECT_EQ(log.text, "");
  EXPECT_TRUE(pipe->holding());
  pipe->remove(*hold);
  clock.advance(milliseconds(1000));
  EXPECT_EQ(log.text, "1005:head HEAD, 1005:end");
  pipe->remove(*hold);
}

TEST_F(Pipes, AWaitIsCutShortByRemoval) {
  make(true);
  const auto latency = add("latency", R"({"mean":"100ms"})", "l");
  pipe->push(PieceKind::head, "HEAD");
  clock.advance(milliseconds(30));
  pipe->remove(*latency);
  EXPECT_EQ(log.text, "30:head HEAD");
  clock.advance(milliseconds(1000));
  EXPECT_EQ(log.text, "30:head HEAD");
}

TEST_F(Pipes, NothingComesAfterAClose) {
  make(true);
  add("truncate", R"({"bytes":"3"})", "t");
  pipe->push(PieceKind::head, "HEAD");
  pipe->push(PieceKind::payload, "abcdef");
  pipe->push(PieceKind::payload, "g");
  pipe->push(PieceKind::end, {});
  EXPECT_EQ(log.text, "0:head HEAD, 0:payload abc, 0:close");
}

TEST_F(Pipes, AnInjectedAnswerGoesThroughTheStagesBehind) {
  make(true);
  add("abort", R"({"forward":true})", "a");
  add("latency", R"({"mean":"10ms"})", "l");
  pipe->push(PieceKind::head, "HEAD");
  EXPECT_EQ(log.text, "0:respond 503 from 1");
  pipe->forget(1);
  pipe->inject(1, PieceKind::head, "MADE");
  pipe->inject(1, PieceKind::end, {});
  clock.advance(milliseconds(100));
  EXPECT_EQ(log.text, "0:respond 503 from 1, 10:head MADE, 10:end");
}

TEST_F(Pipes, AnAlarmClosesWhateverWaits) {
  make(false);
  const auto timeout = add("timeout", R"({"after":"50ms"})", "t");
  add("latency", R"({"mean":"100ms"})", "l");
  pipe->push(PieceKind::payload, "a");
  clock.advance(milliseconds(500));
  EXPECT_EQ(log.text, "50:close");
  EXPECT_EQ(log.proof, "t t ");
}

TEST_F(Pipes, AnAlarmIsOffOnceItsFaultIsReplaced) {
  make(false);
  const auto timeout = add("timeout", R"({"after":"50ms"})", "t");
  clock.advance(milliseconds(40));
  pipe->replace(*timeout, active("timeout", R"({"after":"80ms"})", "t"));
  clock.advance(milliseconds(500));
  EXPECT_EQ(log.text, "120:close");
}

TEST_F(Pipes, RemovalClosesThoughNothingWaits) {
  make(false);
  const auto timeout = add("timeout", "{}", "t");
  pipe->push(PieceKind::payload, "a");
  EXPECT_FALSE(pipe->holding());
  pipe->remove(*timeout);
  EXPECT_EQ(log.text, "0:close");
}

TEST_F(Pipes, AReplacedFaultIsAskedAgain) {
  make(false);
  const auto slow = add("latency", R"({"mean":"100ms"})", "l");
  pipe->push(PieceKind::payload, "a");
  clock.advance(milliseconds(30));
  pipe->push(PieceKind::payload, "b");
  const auto quick = active("latency", R"({"mean":"50ms"})", "l");
  pipe->replace(*slow, quick);
  EXPECT_TRUE(pipe->has(*quick));
  EXPECT_FALSE(pipe->has(*slow));
  clock.advance(milliseconds(500));
  EXPECT_EQ(log.text, "50:payload a, 80:payload b");
  pipe->remove(*slow);
  EXPECT_TRUE(pipe->has(*quick));
}

TEST_F(Pipes, InterimAnswersAreNotTheAnswer) {
  make(true);
  add("delay", R"({"for":"10ms","stage":"before_body"})", "d");
  pipe->push(PieceKind::interim, "100");
  pipe->push(PieceKind::head, "HEAD");
  pipe->push(PieceKind::payload, "x");
  clock.advance(milliseconds(100));
  EXPECT_EQ(log.text, "0:interim 100, 0:head HEAD, 10:payload x");
}

}  // namespace
}  // namespace squall::chaos
