#include "harness/traffic/load.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <thread>

#include "harness/traffic/traceparent.h"
#include "tests/support/scripted_server.h"

namespace squall::harness {
namespace {

using chaos::CallError;
using chaos::Timeline;
using std::chrono::milliseconds;
using tests::plain_answer;
using tests::ScriptedServer;
using tests::ServerAct;

ScriptedServer::Script always(ServerAct act) {
  return [act](const std::string&, std::size_t) { return act; };
}

LoadPlan plan_for(const std::string& url, double rate, std::chrono::nanoseconds duration) {
  LoadPlan plan;
  plan.base_url = url;
  plan.rate = rate;
  plan.duration = duration;
  plan.seed = 42;
  plan.request = [](std::uint64_t index) {
    return contracts::http::Request{"GET", "/" + std::to_string(index), {}, ""};
  };
  return plan;
}

TEST(Load, SendsEveryArrivalInOrderAndRecordsIt) {
  ScriptedServer server(always({plain_answer(200, "x")}));
  Timeline timeline;
  const auto from = timeline.now();
  LoadPlan plan = plan_for(server.url(), 500, milliseconds(100));
  std::size_t judged = 0;
  plan.judge = [&](chaos::Call& call, const contracts::http::Response& response) {
    ++judged;
    call.in_contract = response.body == "x";
    call.operation = "GET /{n}";
  };
  const LoadResult result = run_load(plan, timeline);
  ASSERT_EQ(result.calls.size(), 50u);
  EXPECT_EQ(result.unsent, 0u);
  EXPECT_FALSE(result.stopped);
  EXPECT_EQ(judged, 50u);
  std::set<std::string> traces;
  for (std::size_t i = 0; i < result.calls.size(); ++i) {
    const auto& call = result.calls[i];
    EXPECT_EQ(call.target, "/" + std::to_string(i));
    EXPECT_EQ(call.status, 200);
    EXPECT_EQ(call.operation, "GET /{n}");
    EXPECT_TRUE(call.in_contract);
    EXPECT_GE(call.started, call.due);
    EXPECT_GE(call.finished, call.started);
    EXPECT_TRUE(call.response.body.empty());
    traces.insert(call.trace_id);
  }
  EXPECT_EQ(traces.size(), 50u);
  EXPECT_EQ((result.calls[10].due - result.calls[0].due), milliseconds(20));
  EXPECT_EQ(timeline.slice(from, timeline.now() + milliseconds(1)).calls.size(), 50u);
}

TEST(Load, KeepsTheScheduleWhenNobodyAnswers) {
  ScriptedServer server(always({"", ServerAct::Then::hold}));
  Timeline timeline;
  LoadPlan plan = plan_for(server.url(), 200, milliseconds(100));
  plan.send.timeout = milliseconds(300);
  const LoadResult result = run_load(plan, timeline);
  ASSERT_EQ(result.calls.size(), 20u);
  for (const auto& call : result.calls) EXPECT_EQ(call.error, CallError::timeout) << call.error_text;
}

TEST(Load, CountsArrivalsItCouldNotSend) {
  ScriptedServer server(always({"", ServerAct::Then::hold}));
  Timeline timeline;
  LoadPlan plan = plan_for(server.url(), 1000, milliseconds(50));
  plan.max_in_flight = 8;
  plan.send.timeout = milliseconds(1000);
  const LoadResult result = run_load(plan, timeline);
  EXPECT_EQ(result.calls.size(), 8u);
  EXPECT_EQ(result.unsent, 42u);
}

TEST(Load, StopsAtOnceAndCancelsWhatIsOpen) {
  ScriptedServer server(always({"", ServerAct::Then::hold}));
  Timeline timeline;
  LoadPlan plan = plan_for(server.url(), 100, std::chrono::minutes(10));
  plan.send.timeout = std::chrono::minutes(10);
  std::stop_source stop;
  std::thread stopper([&] {
    while (server.requests().size() < 3) std::this_thread::yield();
    stop.request_stop();
  });
  const LoadResult result = run_load(plan, timeline, stop.get_token());
  stopper.join();
  EXPECT_TRUE(result.stopped);
  EXPECT_GE(result.calls.size(), 3u);
  for (const auto& call : result.calls) EXPECT_EQ(call.error, CallError::cancelled);
}

TEST(Load, OfNoDurationSendsNothing) {
  Timeline timeline;
  const LoadResult result = run_load(plan_for("http://127.0.0.1:1", 10, milliseconds(0)), timeline);
  EXPECT_TRUE(result.calls.empty());
}

TEST(CallOnce, SendsATraceparentDrawnFromTheSeed) {
  ScriptedServer server(always({plain_answer(503, "no")}));
  std::vector<std::string> ids;
  for (int round = 0; round < 2; ++round) {
    Timeline timeline;
    Client client;
    for (int i = 0; i < 2; ++i) {
      const auto call = call_once(client, timeline, "stimulus", server.url(), {"GET", "/", {}, ""}, 42);
      EXPECT_EQ(call.status, 503);
      EXPECT_EQ(call.response.body, "no");
      EXPECT_EQ(call.purpose, "stimulus");
      ids.push_back(call.trace_id);
    }
    EXPECT_EQ(timeline.slice({}, timeline.now() + milliseconds(1)).calls.size(), 2u);
  }
  EXPECT_NE(ids[0], ids[1]);
  EXPECT_EQ(ids[0], ids[2]);
  EXPECT_EQ(ids[1], ids[3]);
  EXPECT_THAT(server.requests()[0], testing::HasSubstr("traceparent: 00-" + ids[0] + "-"));
}

TEST(CallOnce, KeepsATraceparentThatWasGiven) {
  ScriptedServer server(always({plain_answer(200)}));
  Timeline timeline;
  Client client;
  const std::string id(32, 'a');
  const auto call = call_once(client, timeline, "probe", server.url(),
                              {"GET", "/", {{"traceparent", "00-" + id + "-00f067aa0ba902b7-01"}}, ""}, 1);
  EXPECT_EQ(call.trace_id, id);
}

struct TraceRow {
  const char* name;
  const char* header;
  const char* id;
};
class TraceId : public testing::TestWithParam<TraceRow> {};
TEST_P(TraceId, IsRead) {
  EXPECT_EQ(trace_id_of(GetParam().header), GetParam().id);
}
INSTANTIATE_TEST_SUITE_P(
    TraceParent, TraceId,
    testing::Values(TraceRow{"well_formed", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                             "4bf92f3577b34da6a3ce929d0e0e4736"},
                    TraceRow{"zeros", "00-00000000000000000000000000000000-00f067aa0ba902b7-01", ""},
                    TraceRow{"upper_case", "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01", ""},
                    TraceRow{"short", "00-4bf9-00f067aa0ba902b7-01", ""}, TraceRow{"empty", "", ""}),
    [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace squall::harness
