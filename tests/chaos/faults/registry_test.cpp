#include "chaos/faults/registry.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "chaos/faults/fault.h"
#include "contracts/core/document.h"

namespace squall::chaos {
namespace {

using contracts::Value;

struct Row {
  const char* name;
  const char* kind;
  const char* parameters;
  Match match;
  double share;
  Protocol protocol;
  const char* expected;  // part of the message; "" when it is well formed
  const char* pointer;
};

class Checks : public testing::TestWithParam<Row> {};

TEST_P(Checks, SayWhatIsWrong) {
  const auto& row = GetParam();
  FaultSpec spec;
  spec.kind = row.kind;
  spec.parameters = Value(contracts::Document::parse_json(row.parameters)->root());
  spec.match = row.match;
  spec.share = row.share;
  const auto status = check(spec, row.protocol);
  const std::string message = status ? "" : status.error().message + " " + status.error().hint;
  if (std::string(row.expected).empty()) {
    EXPECT_TRUE(status) << message;
    return;
  }
  ASSERT_FALSE(status);
  EXPECT_THAT(message, testing::HasSubstr(row.expected));
  EXPECT_EQ(status.error().location.pointer, row.pointer);
}

constexpr auto kHttp = Protocol::http, kTcp = Protocol::tcp, kUdp = Protocol::udp;

const Row kRows[] = {
    {"latency", "latency", R"({"mean":"800ms","jitter":"200ms"})", {}, 0.3, kTcp, "", ""},
    {"unknown_kind", "latensy", "{}", {}, 1, kHttp, "did you mean 'latency'?", ""},
    {"unknown_parameter", "latency", R"({"mean":"1s","jiter":"1s"})", {}, 1, kHttp, "did you mean 'jitter'?", "/jiter"},
    {"missing_parameter", "latency", "{}", {}, 1, kHttp, "'mean' is missing", "/mean"},
    {"not_a_duration", "latency", R"({"mean":"fast"})", {}, 1, kHttp, "mean: ", "/mean"},
    {"not_an_object", "latency", R"(["800ms"])", {}, 1, kHttp, "expected an object", ""},
    {"not_a_choice",
     "latency",
     R"({"mean":"1s","direction":"left"})",
     {},
     1,
     kHttp,
     "expected one of down, up, both",
     "/direction"},
    {"no_parameters", "refuse", R"({"now":true})", {}, 1, kHttp, "it takes no parameters", "/now"},
    {"status_range", "abort", R"({"status":700})", {}, 1, kHttp, "expected 200 to 599", "/status"},
    {"negative", "abort", R"({"status":-1})", {}, 1, kHttp, "expected a whole number", "/status"},
    {"body_as_json", "abort", R"({"body":{"code":1},"headers":{"Retry-After":2}})", {}, 1, kHttp, "", ""},
    {"header_injection", "abort", R"({"headers":{"A":"1\r\nB: 2"}})", {}, 1, kHttp, "cannot be sent", "/headers"},
    {"framing_header",
     "headers",
     R"({"remove":"Content-Length"})",
     {},
     1,
     kHttp,
     "says where the message ends",
     "/remove"},
    {"nothing_to_edit", "headers", "{}", {}, 1, kHttp, "expected set, remove or both", ""},
    {"after_without_mid_body", "reset", R"({"after":"10"})", {}, 1, kHttp, "only with when: mid_body", "/after"},
    {"http_fault_on_tcp", "abort", "{}", {}, 1, kTcp, "needs an http edge", ""},
    {"match_on_tcp", "latency", R"({"mean":"1s"})", {"POST", "", ""}, 1, kTcp, "cannot match", ""},
    {"match_on_http", "latency", R"({"mean":"1s"})", {"POST", "/orders/{id}", "X-A: 1"}, 1, kHttp, "", ""},
    {"relative_path", "latency", R"({"mean":"1s"})", {"", "orders", ""}, 1, kHttp, "begin with '/'", ""},
    {"share_of_a_port", "refuse", "{}", {}, 0.5, kHttp, "do not apply", ""},
    {"match_of_a_port", "refuse", "{}", {"GET", "", ""}, 1, kHttp, "cannot match", ""},
    {"share_of_unanswered_connections", "blackhole", R"({"stage":"before_accept"})", {}, 0.5, kTcp, "do not apply", ""},
    {"share_of_a_blackhole", "blackhole", "{}", {}, 0.5, kTcp, "", ""},
    {"bytes_before_a_connection",
     "blackhole",
     R"({"stage":"before_accept","after":"1B"})",
     {},
     1,
     kTcp,
     "only with stage: after_accept",
     "/after"},
    {"connections_on_udp", "reset", "{}", {}, 1, kUdp, "strikes connections, and a udp edge has none", ""},
    {"cap_on_udp", "connection_cap", R"({"most":1})", {}, 1, kUdp, "a udp edge has none", ""},
    {"http_fault_on_udp", "abort", "{}", {}, 1, kUdp, "needs an http edge", ""},
    {"datagrams_on_tcp", "reorder", "{}", {}, 1, kTcp, "needs a udp edge", ""},
    {"datagrams_on_udp", "reorder", R"({"chance":"20%","by":3})", {}, 0.5, kUdp, "", ""},
    {"overtaken_by_none", "reorder", R"({"by":0})", {}, 1, kUdp, "expected 1 to 1000", "/by"},
    {"overtaken_in_no_time", "reorder", R"({"at_most":"0s"})", {}, 1, kUdp, "more than 0", "/at_most"},
    {"match_on_udp", "latency", R"({"mean":"1s"})", {"POST", "", ""}, 1, kUdp, "on a udp edge", ""},
    {"keyword_of_a_status",
     "illegal_change",
     R"({"how":"status","keyword":"type"})",
     {},
     1,
     kHttp,
     "only with how: body",
     "/keyword"},
    {"status_of_a_body", "illegal_change", R"({"status":500})", {}, 1, kHttp, "only with how: status", "/status"},
    {"too_many_items", "legal_change", R"({"items":2000})", {}, 1, kHttp, "at most 1000", "/items"},
    {"share_beyond", "abort", "{}", {}, 1.5, kHttp, "expected 0% to 100%", ""},
};

INSTANTIATE_TEST_SUITE_P(Registry, Checks, testing::ValuesIn(kRows), [](const auto& row) { return row.param.name; });

TEST(Registry, AsksForTheContractThatAFaultNeeds) {
  FaultSpec spec;
  spec.kind = "declared_error";
  EXPECT_TRUE(check(spec, kHttp, true));
  const auto without = check(spec, kHttp, false);
  ASSERT_FALSE(without);
  EXPECT_EQ(without.error().kind, contracts::ErrorKind::usage);
  EXPECT_THAT(without.error().message, testing::HasSubstr("needs the contract of the provider"));
}

TEST(Registry, DescribesEveryFaultInFull) {
  std::set<std::string_view> kinds;
  for (const auto& fault : faults()) {
    EXPECT_TRUE(kinds.insert(fault.kind).second) << fault.kind << " twice";
    EXPECT_FALSE(fault.summary.empty()) << fault.kind;
    EXPECT_EQ(find_fault(fault.kind), &fault);
    bool shorthand_found = fault.shorthand.empty();
    for (const auto& parameter : fault.parameters) {
      EXPECT_FALSE(parameter.summary.empty()) << fault.kind << "." << parameter.name;
      EXPECT_EQ(parameter.type == ParameterType::choice, !parameter.choices.empty())
          << fault.kind << "." << parameter.name;
      shorthand_found = shorthand_found || parameter.name == fault.shorthand;
    }
    EXPECT_TRUE(shorthand_found) << fault.kind << ": " << fault.shorthand;
  }
}

}  // namespace
}  // namespace squall::chaos
