// Every fault of an http edge over real sockets: what the client saw, what the provider saw, and the proof on the
// timeline.
#include <gmock/gmock.h>

#include <set>

#include "chaos/faults/registry.h"
#include "tests/chaos/proxy/counting_provider.h"
#include "tests/chaos/proxy/edge_fixture.h"

namespace squall::chaos {
namespace {

using std::chrono::milliseconds;
using testing::MatchesRegex;
using tests::End;
using tests::Wire;

struct Row {
  const char* name;
  const char* kind;
  const char* parameters;
  std::string expected;  // a regular expression over all that the client got
  End end;               // open: the connection stays alive
  const char* steps;     // a regular expression
  int requests;          // that the provider got
  Ending ending = Ending::open;
};
class HttpFaults : public EdgeTest, public testing::WithParamInterface<Row> {};

TEST_P(HttpFaults, ShowWhatTheySay) {
  const auto& row = GetParam();
  Provider provider;
  provider.json = std::string(row.kind) == "rewrite" || std::string(row.kind) == "broken_json";
  start(Protocol::http, provider.raw.port());
  inject(row.kind, row.parameters);
  auto client = Wire::dial(port);
  client.send(kGet);
  std::string seen;
  if (row.end == End::open) {
    seen = client.read_until([&](const std::string& all) { return testing::Value(all, MatchesRegex(row.expected)); });
  } else {
    seen = client.read_all();
  }
  EXPECT_THAT(seen, MatchesRegex(row.expected));
  EXPECT_EQ(client.end(), row.end);
  const auto attempt = ended(1)[0];
  EXPECT_THAT(steps_of(attempt), MatchesRegex(row.steps));
  EXPECT_EQ(attempt.faults.at(0).kind, row.kind);
  EXPECT_EQ(attempt.ending, row.ending);
  EXPECT_EQ(attempt.ended_by, row.ending == Ending::open ? Peer::none : Peer::proxy);
  EXPECT_TRUE(tests::eventually([&] { return provider.requests == row.requests; })) << provider.requests;
}

const std::string kHeadPattern = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\nX-A: 1\r\n\r\n";

const Row kRows[] = {
    Row{"latency", "latency", R"({"mean":"40ms"})", kHeadPattern + "0123456789", End::open, "wait 40ms", 1},
    Row{"latency_pareto", "latency", R"({"mean":"30ms","distribution":"pareto"})", kHeadPattern + "0123456789",
        End::open, "wait [0-9]+\\.[0-9]+(us|ms|s)", 1},
    Row{"latency_histogram", "latency", R"({"histogram":{"20ms":0,"30ms":1}})", kHeadPattern + "0123456789", End::open,
        "wait 2[0-9.]+(us|ms)", 1},
    Row{"latency_ramp_that_is_over", "latency", R"({"mean":"1ms -> 40ms over 1ns"})", kHeadPattern + "0123456789",
        End::open, "wait 40ms", 1},
    Row{"bandwidth", "bandwidth", R"({"rate":"1KB/s"})", kHeadPattern + "0123456789", End::open, "wait .*", 1},
    Row{"reset_at_once", "reset", R"({"when":"at_once"})", "", End::rst, "reset", 0, Ending::rst},
    Row{"reset_before_answer", "reset", "{}", "", End::rst, "reset", 1, Ending::rst},
    Row{"slicer", "slicer", R"({"average":"3B"})", kHeadPattern + "0123456789", End::open, "wait 1ms", 1},
    Row{"slow_close", "slow_close", R"({"delay":"40ms"})", kHeadPattern + "0123456789", End::open, "wait 40ms", 1},
    Row{"timeout", "timeout", R"({"after":"40ms"})", "", End::fin, "wait 40ms, close", 1, Ending::fin},
    Row{"reset_peer", "reset_peer", R"({"after":"40ms"})", "", End::rst, "wait 40ms, reset", 1, Ending::rst},
    Row{"limit_data", "limit_data", R"({"bytes":"4B"})", kHeadPattern + "0123", End::fin, "close", 1, Ending::fin},
    Row{"abort", "abort", R"({"status":429,"body":{"e":1},"headers":{"Retry-After":2}})",
        "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 2\r\nContent-Type: application/json\r\nDate: "
        ".*\r\nContent-Length: 7\r\n\r\n.\"e\":1.",
        End::open, "respond 429", 0},
    Row{"abort_forwarded", "abort", R"({"forward":true})", "HTTP/1.1 503 .*Content-Length: 0\r\n\r\n", End::open,
        "respond 503", 1},
    Row{"hold", "hold", R"({"for":"40ms"})", kHeadPattern + "0123456789", End::open, "wait 40ms", 1},
    Row{"delay", "delay", R"({"for":"40ms","stage":"mid_body"})", kHeadPattern + "0123456789", End::open, "wait 40ms",
        1},
    Row{"trickle", "trickle", R"({"gap":"3ms"})", kHeadPattern + "0123456789", End::open, "wait 3ms", 1},
    Row{"stall", "stall", R"({"for":"40ms","after":"2"})", kHeadPattern + "0123456789", End::open, "wait 40ms", 1},
    Row{"truncate", "truncate", R"({"bytes":"6"})", kHeadPattern + "012345", End::fin, "close", 1, Ending::fin},
    Row{"corrupt", "corrupt", R"({"bytes":10})", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\nX-A: 1\r\n\r\n.*", End::open,
        "replace by 10 bytes", 1},
    Row{"headers", "headers", R"({"set":{"X-B":"2"},"remove":"X-A"})",
        "HTTP/1.1 200 OK\r\nContent-Length: 10\r\nX-B: 2\r\n\r\n0123456789", End::open, "edit head: -X-A .X-B", 1},
    Row{"replace", "replace", R"({"body":"no"})",
        "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nX-A: 1\r\nDate: .*\r\nContent-Length: 2\r\n\r\nno", End::open,
        "respond 200", 1},
    Row{"throttle", "throttle", R"({"retry_after":"1500ms"})",
        "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 2\r\nDate: .*\r\nContent-Length: 0\r\n\r\n", End::open,
        "respond 429", 0},
    Row{"interim", "interim", R"({"status":102,"count":2})",
        "HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 102 Processing\r\n\r\n" + kHeadPattern + "0123456789", End::open,
        "send 54 bytes", 1},
    Row{"large_headers", "large_headers", R"({"size":"6B","fields":2})",
        "HTTP/1.1 200 OK\r\nContent-Length: 10\r\nX-A: 1\r\nX-Squall-Padding-1: xxx\r\nX-Squall-Padding-2: "
        "xxx\r\n\r\n0123456789",
        End::open, "edit head: .*", 1},
    Row{"wrong_length", "wrong_length", R"({"by":"3"})",
        "HTTP/1.1 200 OK\r\nX-A: 1\r\nContent-Length: 13\r\n\r\n0123456789", End::open, "edit head: .Content-Length",
        1},
    Row{"broken_chunking", "broken_chunking", "{}",
        "HTTP/1.1 200 OK\r\nX-A: 1\r\nTransfer-Encoding: chunked\r\n\r\n0123456789", End::open,
        "edit head: -Content-Length .Transfer-Encoding", 1},
    Row{"rewrite", "rewrite", R"({"pointer":"","value":{"a":[1]}})",
        "HTTP/1.1 200 OK\r\nX-A: 1\r\nContent-Length: 9\r\n\r\n.\"a\":.1..", End::open, "rewrite to 9 bytes", 1},
    Row{"broken_json", "broken_json", R"({"how":"bracket"})",
        "HTTP/1.1 200 OK\r\nX-A: 1\r\nContent-Length: 11\r\n\r\n1234567890.", End::open, "rewrite to 11 bytes", 1}};

INSTANTIATE_TEST_SUITE_P(Edge, HttpFaults, testing::ValuesIn(kRows), [](const auto& row) { return row.param.name; });

TEST(HttpFaults, AreAllTestedEndToEnd) {
  std::set<std::string_view> tested{"blackhole", "refuse", "noop",       // edge_faults_test.cpp
                                    "drop",      "replay", "half_open",  // message_faults_test.cpp, tcp_faults_test.cpp
                                    "duplicate", "close",  "flapping",  "stale", "canary"};  // contract_faults_test.cpp
  for (const auto& row : kRows) tested.insert(row.kind);
  for (const auto& fault : faults()) {
    // tls_faults_test.cpp, arrival_faults_test.cpp, udp_edge_test.cpp
    if (fault.layer == Layer::handshake || fault.layer == Layer::arrival || fault.layer == Layer::datagram) continue;
    if (fault.needs_contract) continue;  // contract_faults_test.cpp
    EXPECT_EQ(tested.count(fault.kind), 1u) << fault.kind;
  }
}

}  // namespace
}  // namespace squall::chaos
