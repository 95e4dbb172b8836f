// What a table cannot say of a fault: many questions in a row, and what is drawn.
#include <gtest/gtest.h>

#include <algorithm>

#include "chaos/faults/registry.h"
#include "tests/chaos/faults/asked.h"

namespace squall::chaos {
namespace {

using std::chrono::milliseconds;

std::string body_of(const Fault& fault, const char* target, int status, const std::string& body) {
  contracts::Random random(1, "test");
  Memory memory;
  Context context{random, memory};
  context.method = "GET";
  context.target = target;
  const contracts::http::Headers none;
  const auto steps = fault.on_message(context, {Direction::down, status, none, body});
  return steps.empty() ? "" : std::get<Respond>(steps.at(0)).response.body;
}

TEST(Stale, GivesTheFirstAnswerOfATargetEverAgain) {
  const auto fault = find_fault("stale")->make({});
  EXPECT_EQ(body_of(**fault, "/a", 500, "wrong"), "");  // no success, not remembered
  EXPECT_EQ(body_of(**fault, "/a", 200, "one"), "");
  EXPECT_EQ(body_of(**fault, "/b", 200, "other"), "");
  EXPECT_EQ(body_of(**fault, "/a", 200, "two"), "one");
  EXPECT_EQ(body_of(**fault, "/a", 404, "gone"), "one");
}

TEST(Stale, GivesTheOneBefore) {
  const auto fault = find_fault("stale")->make(json(R"({"of":"previous"})"));
  EXPECT_EQ(body_of(**fault, "/a", 200, "one"), "");
  EXPECT_EQ(body_of(**fault, "/a", 200, "two"), "one");
  EXPECT_EQ(body_of(**fault, "/a", 404, "gone"), "two");
  EXPECT_EQ(body_of(**fault, "/a", 200, "three"), "two");
}

TEST(Stale, RemembersWithinABound) {
  const auto fault = find_fault("stale")->make({});
  const std::string large(6u << 20, 'x');
  for (const char* target : {"/a", "/b", "/c"}) EXPECT_EQ(body_of(**fault, target, 200, large), "");
  EXPECT_EQ(body_of(**fault, "/b", 200, "new"), large);
  EXPECT_EQ(body_of(**fault, "/c", 200, "new"), "");
}

TEST(Latency, SpreadsAroundItsMean) {
  for (const char* distribution : {"uniform", "normal"}) {
    const auto fault = find_fault("latency")->make(
        json(std::string(R"({"mean":"100ms","jitter":"20ms","distribution":")") + distribution + "\"}"));
    ASSERT_TRUE(fault);
    contracts::Random random(7, "test");
    Memory memory;
    double sum = 0, least = 1e9, most = 0;
    for (int i = 0; i < 2000; ++i) {
      Context context{random, memory};
      const auto steps = ask(**fault, Hook::head, context);
      const double ms = std::chrono::duration<double, std::milli>(std::get<Wait>(steps.at(0)).time).count();
      sum += ms;
      least = std::min(least, ms);
      most = std::max(most, ms);
    }
    EXPECT_NEAR(sum / 2000, 100, 2) << distribution;
    EXPECT_LT(least, 85) << distribution;
    EXPECT_GT(most, 115) << distribution;
    if (std::string(distribution) == "uniform") {
      EXPECT_GE(least, 80);
      EXPECT_LE(most, 120);
    }
  }
}

TEST(Corrupt, ChangesExactlyAsManyBytes) {
  const auto fault = find_fault("corrupt")->make(json(R"({"bytes":3})"));
  contracts::Random random(3, "test");
  Memory memory;
  Context context{random, memory};
  const std::string body(1000, 'x');
  const auto steps = (*fault)->on_chunk(context, {Direction::down, Chunk::Kind::payload, body});
  const auto& changed = std::get<Replace>(steps.at(0)).bytes;
  ASSERT_EQ(changed.size(), body.size());
  EXPECT_EQ(std::count(changed.begin(), changed.end(), 'x'), 997);
  EXPECT_TRUE((*fault)->on_chunk(context, {Direction::down, Chunk::Kind::payload, body}).empty());
}

TEST(Bandwidth, MakesGoodALateTimer) {
  const auto fault = find_fault("bandwidth")->make(json(R"({"rate":"1KB/s"})"));
  contracts::Random random(3, "test");
  Memory memory;
  Context context{random, memory};
  const std::string body(20, 'x');
  std::chrono::nanoseconds last{0};
  for (int slice = 0; slice < 10; ++slice) {  // each timer fires 3 ms late; the line is free when it should be
    last = context.elapsed +
           std::get<Wait>((*fault)->on_chunk(context, {Direction::down, Chunk::Kind::payload, body}).at(0)).time;
    context.elapsed = last + milliseconds(3);
    if (slice == 0) {
      EXPECT_EQ(last, milliseconds(20));
    }
  }
  EXPECT_GE(last, milliseconds(200));
  EXPECT_LE(last, milliseconds(230));
}

TEST(WrongLength, SparesWhatHasNone) {
  const auto fault = find_fault("wrong_length")->make({});
  contracts::Random random(3, "test");
  Memory memory;
  Context context{random, memory};
  const contracts::http::Headers headers{{"Transfer-Encoding", "chunked"}};
  EXPECT_TRUE((*fault)->on_response_head(context, {200, headers}).empty());
}

TEST(Bandwidth, DropsDatagramsThatWouldWaitForLong) {
  const auto fault = find_fault("bandwidth")->make(json(R"({"rate":"1KB/s"})"));
  contracts::Random random(3, "test");
  Memory memory;
  Context context{random, memory};
  context.datagrams = true;
  const std::string datagram(500, 'x');
  std::vector<std::string> seen;
  for (int i = 0; i < 5; ++i)
    seen.push_back(text_of((*fault)->on_chunk(context, {Direction::down, Chunk::Kind::payload, datagram})));
  EXPECT_EQ(seen, (std::vector<std::string>{"wait 500ms", "wait 1s", "wait 1.5s", "drop", "drop"}));
}

TEST(Canary, MarksEveryStringWithoutAContract) {
  const auto fault = find_fault("canary")->make(json(R"({"mark":"~7"})"));
  contracts::Random random(3, "test");
  Memory memory;
  Context context{random, memory};
  const contracts::http::Headers headers{{"Content-Type", "application/json"}};
  const auto mark = [&](const char* body) {
    const Steps steps = (*fault)->on_message(context, {Direction::down, 200, headers, body});
    return steps.empty() ? "as it was" : std::get<Rewrite>(steps.at(0)).body;
  };
  EXPECT_EQ(mark(R"({"a":"x","b":[{"c":"y"},"z"],"d":1})"), R"({"a":"x~7","b":[{"c":"y~7"},"z~7"],"d":1})");
  EXPECT_EQ(mark(R"({"a":1,"b":null})"), "as it was");
  EXPECT_EQ(mark("{"), "as it was");
  EXPECT_TRUE((*fault)->on_response_head(context, {503, headers}).empty());
}

TEST(Replace, KeepsWhatIsNotAboutTheBody) {
  const auto fault = find_fault("replace")->make(json(R"({"body":"oops","headers":{"X-A":"2"}})"));
  contracts::Random random(3, "test");
  Memory memory;
  Context context{random, memory};
  const contracts::http::Headers headers{
      {"Content-Type", "application/json"}, {"Content-Length", "10"}, {"X-A", "1"}, {"X-Canary", "c"}};
  const auto answer = std::get<Respond>((*fault)->on_response_head(context, {201, headers}).at(0)).response;
  EXPECT_EQ(answer.status, 201);
  EXPECT_EQ(answer.body, "oops");
  EXPECT_EQ(answer.headers.get("content-type"), "application/json");
  EXPECT_EQ(answer.headers.get("x-a"), "2");
  EXPECT_EQ(answer.headers.get("x-canary"), "c");
  EXPECT_FALSE(answer.headers.contains("content-length"));
}

}  // namespace
}  // namespace squall::chaos
