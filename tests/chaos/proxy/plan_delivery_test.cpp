#include "chaos/proxy/plan_delivery.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "chaos/faults/notation.h"
#include "contracts/core/units.h"

namespace squall::chaos {
namespace {

using contracts::http::Request;
using contracts::http::Response;
using http::Delivery;

const Response kAnswer{200, "OK", {{"Content-Type", "application/json"}}, R"({"id":1,"state":"open"})"};

Strike strike_of(const std::string& text) {
  auto spec = parse_fault(text);
  EXPECT_TRUE(spec) << text;
  auto made = find_fault(spec->kind)->make(spec->parameters);
  EXPECT_TRUE(made) << text;
  return {std::make_shared<ActiveFault>(*spec, std::move(*made), 1), contracts::Random(1, "test")};
}

Delivery plan(const std::vector<Strike>& strikes, const std::string& method = "GET") {
  const Request request{method, "/orders/1", {{"Host", "localhost"}}, ""};
  return plan_delivery(strikes, {request, kAnswer});
}

// "0ms head+23 close": when each piece goes, how many bytes of a body it has, and the end.
std::string text_of(const Delivery& delivery) {
  std::string text;
  bool in_body = false;
  for (const auto& piece : delivery.pieces) {
    const auto end = piece.bytes.find("\r\n\r\n");
    const bool head = !in_body && end != std::string::npos;
    const std::size_t body = head ? piece.bytes.size() - end - 4 : piece.bytes.size();
    in_body = in_body || head;
    text += contracts::format_duration(piece.at) + " " + (head ? "head+" : "") + std::to_string(body) + ", ";
  }
  const char* endings[] = {"keep", "close", "reset", "hold"};
  return text + contracts::format_duration(delivery.ends_at) + " " + endings[static_cast<int>(delivery.ending)];
}

struct Row {
  const char *fault, *plan;
};

TEST(PlanDelivery, DoesWhatARelayWouldDo) {
  for (const Row& row :
       {Row{"noop", "0s head+23, 0s keep"},
        Row{"latency: {mean: 50ms, distribution: constant}", "50ms head+23, 50ms keep"},
        Row{"delay: {for: 1s, stage: before_body}", "0s head+0, 1s 23, 1s keep"},
        Row{"delay: {for: 1s, stage: mid_body}", "0s head+11, 1s 12, 1s keep"}, Row{"hold", "0s hold"},
        Row{"stall", "0s head+11, 0s hold"}, Row{"stall: 2s", "0s head+11, 2s 12, 2s keep"},
        Row{"truncate: 5", "0s head+5, 0s close"},
        Row{"trickle: {gap: 10ms, size: 10}", "0s head+0, 10ms 10, 20ms 10, 30ms 3, 30ms keep"},
        Row{"close", "0s close"}, Row{"close: after_head", "0s head+0, 0s close"},
        Row{"close: between_requests", "0s head+23, 0s close"},
        Row{"reset: {when: mid_body, after: 3}", "0s head+3, 0s reset"}, Row{"reset: before_answer", "0s reset"},
        Row{"abort: 503", "0s head+0, 0s keep"}, Row{"throttle: 3s", "0s head+0, 0s keep"}}) {
    EXPECT_EQ(text_of(plan({strike_of(row.fault)})), row.plan) << row.fault;
  }
}

TEST(PlanDelivery, ChangesWhatGoesOut) {
  const auto bytes = [](const std::string& fault) {
    std::string all;
    for (const auto& piece : plan({strike_of(fault)}).pieces) all += piece.bytes;
    return all;
  };
  EXPECT_THAT(bytes("abort: 503"), testing::StartsWith("HTTP/1.1 503 Service Unavailable\r\n"));
  EXPECT_THAT(bytes("throttle: 3s"), testing::HasSubstr("Retry-After: 3\r\n"));
  EXPECT_THAT(bytes("wrong_length: 4"), testing::HasSubstr("Content-Length: 27\r\n"));
  EXPECT_THAT(bytes("interim: {status: 103, count: 2}"), testing::StartsWith("HTTP/1.1 103 Early Hints\r\n"));
  EXPECT_THAT(bytes("headers: {set: {X-A: b}, remove: Content-Type}"),
              testing::AllOf(testing::HasSubstr("X-A: b\r\n"), testing::Not(testing::HasSubstr("Content-Type"))));
  EXPECT_THAT(bytes("broken_chunking"), testing::HasSubstr("Transfer-Encoding: chunked\r\n"));
  EXPECT_THAT(bytes("canary: {mark: x}"), testing::HasSubstr(R"({"id":1,"state":"openx"})"));
  EXPECT_THAT(bytes("large_headers: 2KiB"), testing::SizeIs(testing::Gt(2048u)));
}

TEST(PlanDelivery, TakesSeveralFaultsInARow) {
  EXPECT_EQ(text_of(plan({strike_of("delay: 1s"), strike_of("truncate: 5")})), "1s head+5, 1s close");
  EXPECT_EQ(text_of(plan({strike_of("abort: {status: 500, body: '{\"a\": 1}'}"), strike_of("truncate: 2")})),
            "0s head+2, 0s close");
}

TEST(PlanDelivery, IsBounded) {
  Request request{"GET", "/", {}, ""};
  Response large{200, "OK", {}, std::string(300'000, 'x')};
  const auto delivery = plan_delivery({strike_of("trickle: 1ms")}, {request, large});
  EXPECT_EQ(delivery.pieces.size(), 100'000u);
  EXPECT_EQ(delivery.ending, Delivery::Ending::close);
}

}  // namespace
}  // namespace squall::chaos
