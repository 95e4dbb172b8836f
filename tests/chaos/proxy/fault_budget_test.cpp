// max_faulted_share: how many may be struck, whatever faults there are.
#include "chaos/proxy/fault_budget.h"

#include <gmock/gmock.h>

#include <deque>
#include <numeric>

#include "contracts/core/random.h"
#include "tests/chaos/proxy/edge_fixture.h"

namespace squall::chaos {
namespace {

using tests::RawProvider;
using tests::Wire;

struct Row {
  const char* name;
  double share;
  std::size_t window;  // of recent ones
};
class Budgets : public testing::TestWithParam<Row> {};

TEST_P(Budgets, NeverAdmitMoreOfTheRecentOnes) {
  const auto& row = GetParam();
  FaultBudget budget(row.share);
  contracts::Random random(1, "test.budget");
  std::deque<int> recent;
  std::size_t admitted = 0;
  for (int i = 0; i < 5000; ++i) {
    const bool chosen = i < 1000 || random.chance(0.7);
    const bool struck = budget.admit(chosen);
    EXPECT_LE(struck, chosen);
    recent.push_back(struck ? 1 : 0);
    if (recent.size() > row.window) recent.pop_front();
    admitted += struck ? 1u : 0u;
    const auto sum = std::accumulate(recent.begin(), recent.end(), 0);
    ASSERT_LE(sum, row.share * static_cast<double>(recent.size()) + 1e-9) << i;
  }
  // And not much less than that, where faults choose most.
  EXPECT_GE(static_cast<double>(admitted), 0.7 * row.share * 5000);
}

INSTANTIATE_TEST_SUITE_P(Share, Budgets,
                         testing::Values(Row{"none", 0, 100}, Row{"one_of_500", 0.002, 500}, Row{"tenth", 0.1, 100},
                                         Row{"third", 1.0 / 3, 100}, Row{"half", 0.5, 100}, Row{"all", 1, 100}),
                         [](const auto& row) { return row.param.name; });

class BoundedEdge : public EdgeTest {
 protected:
  RawProvider provider{[](Wire& wire) {
    while (!wire.read_to("\r\n\r\n").empty()) wire.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
  }};

  // The answers to so many requests on one connection: 's'truck or not.
  std::string answers(int requests) {
    auto client = Wire::dial(port);
    std::string text;
    for (int i = 0; i < requests; ++i) {
      client.send("GET /" + std::to_string(i) + " HTTP/1.1\r\nHost: b\r\n\r\n");
      text += client.read_to("\r\n\r\n").find("503") == std::string::npos ? '.' : 's';
    }
    return text;
  }
};

TEST_F(BoundedEdge, StrikesTheShareAndSparesTheRest) {
  config.max_faulted_share = 0.25;
  start(Protocol::http, provider.port());
  EXPECT_EQ(answers(4), "....");  // calm ones count
  inject("abort");
  const auto seen = answers(40);
  EXPECT_EQ(std::count(seen.begin(), seen.end(), 's'), 11) << seen;
  const auto counts = engine->counters("a-b");
  EXPECT_EQ(counts.faulted, 11u);
  EXPECT_EQ(counts.spared, 29u);
  const auto attempts = ended(44);
  for (std::size_t i = 4; i < attempts.size(); ++i) EXPECT_NE(attempts[i].spared, !attempts[i].faults.empty()) << i;
}

TEST_F(BoundedEdge, IsRepeatedByTheSameRequests) {
  config.max_faulted_share = 0.1;
  std::string first;
  for (int run = 0; run < 3; ++run) {
    if (engine) engine->stop();
    start(Protocol::http, provider.port());
    FaultSpec spec;
    spec.kind = "abort";
    spec.share = 0.4;
    ASSERT_TRUE(engine->add_fault("a-b", spec));
    const auto seen = answers(60);
    if (run == 0) first = seen;
    EXPECT_EQ(seen, first);
  }
  EXPECT_NE(first.find('s'), std::string::npos);
}

TEST_F(BoundedEdge, RefusesAFaultThatStrikesEverybody) {
  config.max_faulted_share = 0.5;
  start(Protocol::http, provider.port());
  FaultSpec spec;
  spec.kind = "refuse";
  const auto added = engine->add_fault("a-b", spec);
  ASSERT_FALSE(added);
  EXPECT_EQ(added.error().message, "fault 'refuse' strikes everybody, which max_faulted_share forbids");
}

TEST_F(BoundedEdge, CountsOpenConnectionsThatAFaultIsPutOn) {
  config.max_faulted_share = 0.2;
  RawProvider echo{[](Wire& wire) {
    for (std::string piece; !(piece = wire.read_some()).empty();) wire.send(piece);
  }};
  start(Protocol::tcp, echo.port());
  std::vector<Wire> clients;
  for (int i = 0; i < 10; ++i) {
    clients.push_back(Wire::dial(port));
    clients.back().send("hi");
    ASSERT_EQ(clients.back().read(2), "hi");
  }
  inject("reset_peer", R"({"after":"0ms"})");
  for (auto& client : clients) client.send("on");
  std::size_t struck = 0;
  for (auto& client : clients) struck += client.read(2) == "on" ? 0u : 1u;
  EXPECT_EQ(struck, 4u);  // of 10 connections and 10 questions
  EXPECT_EQ(engine->counters("a-b").spared, 6u);
}

}  // namespace
}  // namespace squall::chaos
