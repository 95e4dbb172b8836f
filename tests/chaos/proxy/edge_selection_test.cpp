// Whom faults strike does not depend on threads.
#include <gtest/gtest.h>

#include <set>
#include <thread>

#include "tests/chaos/proxy/counting_provider.h"
#include "tests/chaos/proxy/edge_fixture.h"

namespace squall::chaos {
namespace {

using tests::Wire;

std::set<int> struck(unsigned workers, int requests = 80) {
  Provider provider;
  Timeline timeline;
  Engine engine({workers, 11, true}, timeline);
  EdgeConfig config;
  config.name = "a-b";
  config.upstream_port = provider.raw.port();
  const auto port = *engine.add_edge(config);
  FaultSpec spec;
  spec.kind = "abort";
  spec.share = 0.4;
  EXPECT_TRUE(engine.add_fault("a-b", spec));
  std::mutex mutex;
  std::set<int> hit;
  std::vector<std::jthread> clients;
  clients.reserve(4);
  for (int c = 0; c < 4; ++c) {
    clients.emplace_back([&, c] {
      auto client = Wire::dial(port);
      for (int i = c; i < requests; i += 4) {
        client.send("GET /item/" + std::to_string(i) + " HTTP/1.1\r\nHost: b\r\n\r\n");
        const auto answer = client.read_until([](const auto& all) {
          return all.find("\r\n\r\n") != std::string::npos &&
                 (all.find(" 503 ") != std::string::npos || all.ends_with("9"));
        });
        const std::scoped_lock lock(mutex);
        if (answer.find(" 503 ") != std::string::npos) hit.insert(i);
      }
    });
  }
  clients.clear();
  return hit;
}

TEST(EdgeSelection, IsTheSameForAnyNumberOfWorkers) {
  const auto one = struck(1);
  EXPECT_GT(one.size(), 15u);
  EXPECT_LT(one.size(), 50u);
  EXPECT_EQ(one, struck(2));
  EXPECT_EQ(one, struck(8));
}

TEST(EdgeSelection, IsTheSameInAHundredRuns) {
  const auto first = struck(1, 24);
  EXPECT_GT(first.size(), 3u);
  for (int run = 0; run < 100; ++run) {
    for (const unsigned workers : {1u, 2u, 8u}) ASSERT_EQ(first, struck(workers, 24)) << run << " " << workers;
  }
}

}  // namespace
}  // namespace squall::chaos
