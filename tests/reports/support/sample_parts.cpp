// What the sample reports are made of.

#include "tests/reports/support/sample_parts.h"

namespace squall::tests {
using namespace reports;

std::string replay_of(const std::string& id) {
  return "squall run squall.yaml --seed 42 --only '" + id + "'";
}

RunReport shop() {
  RunReport report;
  report.squall_version = "0.1.0";
  report.id = "20260314-091500-42";
  report.name = "shop";
  report.seed = 42;
  report.started_at = "2026-03-14T09:15:00Z";
  report.services = {{"gateway", "started", ""},
                     {"orders", "started", "contracts/orders.yaml"},
                     {"payments", "started", "contracts/payments.yaml"},
                     {"inventory", "stub", "contracts/inventory.yaml"}};
  report.edges = {{"gateway-orders", "gateway", "orders", "http"},
                  {"orders-payments", "orders", "payments", "http"},
                  {"orders-inventory", "orders", "inventory", "http"}};
  report.coverage = {{"orders",
                      "GET /orders/{id}",
                      412,
                      390,
                      {{"200", 390}, {"404", 22}},
                      {{"path.id", 412}, {"header.traceparent", 412}}},
                     {"orders",
                      "POST /orders",
                      1204,
                      1130,
                      {{"201", 1130}, {"400", 74}, {"409", 0}, {"503", 0}},
                      {{"header.Idempotency-Key", 600}}},
                     {"payments",
                      "POST /charges",
                      1377,
                      1290,
                      {{"201", 1290}, {"402", 87}},
                      {},
                      {{"application/json", 1377}},
                      {{"201 application/json", 1290}, {"402 application/problem+json", 0}},
                      {5, 5, {}},
                      {3, 4, {"201 body /state: \"refunded\""}}},
                     {"inventory", "DELETE /stock/{sku}", 0, 0, {{"204", 0}}, {{"path.sku", 0}}},
                     {"inventory",
                      "GET /stock/{sku}",
                      640,
                      628,
                      {{"200", 628}, {"404", 12}},
                      {{"path.sku", 640}, {"query.warehouse", 0}}}};
  return report;
}

Series brown_out(double hurt) {
  Series series{"payments brown-out", 500, {}, {}};
  for (int i = 0; i < 40; ++i) {
    const bool fault = i >= 10 && i < 30;
    const auto wave = static_cast<double>((i * 7) % 5);
    const std::uint64_t calls = 25 - static_cast<std::uint64_t>(i % 3 == 0);
    const auto errors = static_cast<std::uint64_t>(fault ? hurt * (4 + wave) : 0);
    series.buckets.push_back(
        {i * 500.0, calls, errors, 18 + wave + (fault ? 12 : 0), fault ? 180 + hurt * 600 + wave * 20 : 31 + wave});
  }
  series.faults = {
      {"orders-payments",
       "latency",
       "latency 800ms \xC2\xB1 200ms, 30% of requests",
       5000,
       15000,
       151,
       {{"legal", 149}, {"transport", 2}}},
      {"orders-payments", "abort", "abort 503, first 20", 9000, 11000, static_cast<std::uint64_t>(20 * hurt)}};
  return series;
}

Finding missing_timeout() {
  Finding f;
  f.id = "f-3b1d90c2";
  f.rule = "resilience.timeout.missing";
  f.message =
      "orders has no timeout on its calls to payments: a reply held for 5 s was waited for to the end, expected at "
      "most 1 s";
  f.edge = "orders-payments";
  f.operation = "POST /charges";
  f.location = {"squall.yaml", 31, 16, "/resilience/orders-payments/expect/timeout"};
  f.evidence = {{0.0, "POST /orders sent by squall"},
                {12.4, "POST /charges arrived on orders-payments, reply held for 5 s"},
                {1012.4, "declared timeout of 1 s passed: connection still open, no answer outside"},
                {5012.9, "reply released"},
                {5020.1, "201 answered outside after 5.0 s"}};
  f.suggestion = "set a response timeout below 1 s on the payments client";
  f.replay = {replay_of("resilience/orders-payments/timeout"), ""};
  f.occurrences = 3;
  return f;
}

Finding undeclared_status() {
  Finding f;
  f.id = "f-9a44e071";
  f.rule = "response.status.undeclared";
  f.message = "POST /orders answered 500 while payments was broken; its contract declares 201, 400, 409 and 503";
  f.edge = "orders-payments";
  f.operation = "POST /orders";
  f.location = {"contracts/orders.yaml", 58, 9, "/paths/~1orders/post/responses"};
  f.evidence = {{7431.0, "fault: abort 503 on orders-payments"},
                {7436.2, "500 Internal Server Error"},
                {std::nullopt, "content-type: text/html"},
                {std::nullopt, "<h1>Internal Server Error</h1>"}};
  f.occurrences = 118;
  f.suggestion = "answer 503 with a body of schema Problem, or declare 500";
  f.replay = {replay_of("experiment/payments brown-out"),
              "curl -X POST -H 'Authorization: ${env.TOKEN}' -d '{\"sku\":\"abc\",\"quantity\":1}' "
              "http://127.0.0.1:8080/orders"};
  f.operations = {"POST /orders", "GET /orders/{id}"};
  f.exchanges = {
      {{"POST",
        "http://127.0.0.1:8080/orders",
        {{"Content-Type", "application/json"}, {"Authorization", "${env.TOKEN}"}},
        R"({"sku":"abc","quantity":1})",
        BodyEncoding::text,
        false},
       {500, {{"content-type", "text/html"}}, "<h1>Internal Server Error</h1>", BodyEncoding::text, false, ""},
       7431.5,
       4.7}};
  return f;
}

Finding leaked_connection() {
  Finding f;
  f.id = "f-51c7aa10";
  f.rule = "resilience.timeout.leaked-connection";
  f.severity = Severity::warning;
  f.message = "orders answers its caller after 402 ms but leaves the connection to inventory open";
  f.edge = "orders-inventory";
  f.operation = "GET /stock/{sku}";
  f.evidence = {{402.0, "503 answered outside"}, {5000.0, "connection on orders-inventory still open"}};
  f.suggestion = "cancel the request when the timer fires";
  f.replay = {replay_of("resilience/orders-inventory/timeout"), ""};
  return f;
}

Finding accepted_finding() {
  Finding f = undeclared_status();
  f.edge.clear();
  f.ignored = "the gateway's own page; declared from version 2 on";
  return f;
}

std::vector<EdgeProfile> sound_profiles() {
  EdgeProfile payments{"orders-payments", "orders", "payments", {}};
  payments.patterns = {
      {"timeout",
       Presence::yes,
       {{"response", 498, 495, 503, "ms", 5}, {"connect", 302, 301, 304, "ms", 3}},
       Expectation::holds,
       "times out after 498 ms",
       {{498.0, "orders closed the connection"}},
       {},
       replay_of("resilience/orders-payments/timeout")},
      {"retries",
       Presence::yes,
       {{"attempts", 3, 3, 3, "attempts", 8}, {"gap_1", 202, 200, 205, "ms", 8}, {"gap_2", 403, 400, 409, "ms", 8}},
       Expectation::holds,
       "2 retries, exponential backoff from 202 ms",
       {},
       {},
       replay_of("resilience/orders-payments/retries")},
      {"circuit_breaker",
       Presence::yes,
       {{"opens_after", 5, 5, 5, "calls", 3}, {"open_for", 2012, 2003, 2020, "ms", 3}},
       Expectation::holds,
       "opens after 5 failures, for 2.0 s; 1 probe",
       {},
       {"a balancer between the two would look the same"},
       replay_of("resilience/orders-payments/circuit_breaker")}};
  EdgeProfile inventory{"orders-inventory", "orders", "inventory", {}};
  inventory.patterns = {
      {"timeout",
       Presence::yes,
       {{"response", 402, 401, 404, "ms", 5}},
       Expectation::holds,
       "times out after 402 ms",
       {},
       {},
       replay_of("resilience/orders-inventory/timeout")},
      {"fallback", Presence::no, {}, Expectation::none, "no fallback: failures come through as 503", {}, {}, ""}};
  return {payments, inventory};
}

MeasuredTimeline held_timeline() {
  PhaseTimeline hold{"hold", 1000, 2600, {}, {}};
  hold.lanes = {{"outside", true, {{1000, 2060, SpanEnd::failed, false, "POST /orders: 503"}}, 0},
                {"orders-payments",
                 false,
                 {{1002, 1302, SpanEnd::given_up, false, "POST /charges: given up"},
                  {1352, 1652, SpanEnd::given_up, false, "POST /charges: given up"},
                  {1752, 2052, SpanEnd::given_up, false, "POST /charges: given up"}},
                 0},
                {"payments-bank",
                 false,
                 {{1005, 1305, SpanEnd::given_up, true, "POST /authorisations: given up"},
                  {1345, 1645, SpanEnd::given_up, true, "POST /authorisations: given up"},
                  {1355, 1655, SpanEnd::given_up, true, "POST /authorisations: given up"},
                  {1695, 1995, SpanEnd::broken_off, true, "POST /authorisations: broken off"},
                  {1755, 2055, SpanEnd::answered, true, "POST /authorisations: 201"},
                  {2095, std::nullopt, SpanEnd::open, true, "POST /authorisations: still open"}},
                 7}};
  hold.faults = {{"payments-bank", "delay", "wait 3s", 1000, 2600, 6}};
  return {{hold}, 2};
}

std::vector<EntryOperation> entry_operations() {
  return {{"gateway",
           "POST /orders",
           3164.2,
           "at most 3.2 s",
           6,
           "6 attempts of POST /charges on orders-payments (2 on gateway-orders x 3 on orders-payments)",
           {"gateway-orders", "orders-payments"},
           {{1, "gateway-orders", "gateway", "orders", "POST /orders", 5000, 2, 3160.1},
            {2, "orders-payments", "orders", "payments", "POST /charges", 498, 3, 2099},
            {2, "orders-inventory", "orders", "inventory", "GET /stock/{sku}", 402, 1, 402}}},
          {"gateway",
           "GET /orders/{id}",
           std::nullopt,
           "unknown, at least 12 ms: no timeout of gateway-orders was measured",
           std::nullopt,
           "unknown: how often gateway-orders tries again was not measured",
           {},
           {{1, "gateway-orders", "gateway", "orders", "GET /orders/{id}", std::nullopt, std::nullopt, std::nullopt}}}};
}

Finding overstaying() {
  Finding f;
  f.id = "f-77aa0c1e";
  f.rule = "resilience.graph.timeout-order";
  f.severity = Severity::warning;
  f.message =
      "orders waits 303 ms for POST /charges of payments, which may take 644 ms: 2 attempts of 302 ms on payments-bank "
      "with 40 ms of pause between them; payments worked on for 340 ms after orders had given up";
  f.edge = "payments-bank";
  f.operation = "POST /authorisations";
  f.evidence = {{std::nullopt, "path: orders > payments > bank"},
                {1002.0, "orders-payments: POST /charges -> given up"}};
  f.suggestion = "let who is called give up before its caller does";
  f.replay = {"squall profile squall.yaml --seed 42 --edge orders-payments,payments-bank --pattern timeout,retries",
              ""};
  f.timeline = held_timeline();
  return f;
}

}  // namespace squall::tests
